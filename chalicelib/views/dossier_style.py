"""The style of the dossier, on a screen and on paper."""

from typing import Final

from chalicelib.views.page import PALETTE

STYLE: Final = (
    PALETTE
    + """
body { font-size: .925rem; line-height: 1.5; }
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
header { border-left: .3rem solid var(--accent); padding-left: 1.1rem; margin-bottom: 1.75rem; }
header p { margin: .2rem 0; color: var(--quiet); }
.kicker { text-transform: uppercase; letter-spacing: .12em; font-size: .75rem; font-weight: 600; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .4rem; letter-spacing: -.01em; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; margin-top: 1.25rem;
  padding: 1.2rem 1.4rem; }
h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
h3 { font-size: .85rem; margin: 1.1rem 0 .3rem; color: var(--quiet); font-weight: 600; }
p { margin: .4rem 0; }
blockquote { margin: .9rem 0; padding-left: .9rem; border-left: .2rem solid var(--line); }
dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .9rem 1.5rem; }
dt { color: var(--quiet); font-size: .78rem; }
dd { margin: 0; font-weight: 500; }
small { display: block; color: var(--quiet); font-size: .8rem; font-weight: 400; }
table { width: 100%; border-collapse: collapse; font-size: .85rem; overflow-wrap: break-word; }
td bdi { overflow-wrap: anywhere; }
th { text-align: left; color: var(--quiet); font-weight: 600; font-size: .75rem; }
th, td { padding: .45rem 1.1rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.number { text-align: right; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font: .75rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
bdi { white-space: pre-wrap; }
.mark { display: inline-block; border: 1px solid currentcolor; border-radius: 1rem; padding: 0 .6rem; font-size: .78rem;
  font-weight: 600; white-space: nowrap; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.quiet { color: var(--quiet); }
.note { background: var(--note); border-left: .2rem solid var(--accent); border-radius: .3rem; padding: .6rem .9rem; }
.scroll { overflow-x: auto; }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  body { background: none; font-size: 9pt; }
  main { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .8rem 0; margin-top: .8rem; }
  h2, h3 { break-after: avoid; }
  tr, dl > div, .note { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
}
"""
)
