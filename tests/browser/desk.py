"""One browser window of one person."""

from typing import Any

import requests
from playwright.sync_api import Browser, Error, Locator, Page, Request, Response

from tests.browser.market import Market, eventually
from tests.world import documented

_SECONDS = 15
_EXPECTED = (
    "401",
    "403",
    "409",
    "422",
    "503",
    "404",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "Password forms",
    "was preloaded using",
)


class Desk:
    """A fresh profile with one page. It writes down what the browser complains about."""

    def __init__(self, browser: Browser, market: Market, *, has_chosen: bool = True, **options: Any) -> None:
        self.market = market
        self.complaints: list[str] = []
        self.answers: list[Response] = []
        self.undocumented: list[str] = []
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, "timezone_id": "UTC"} | options
        self.language = "zh-Hans" if options["locale"].startswith("zh") else "en"
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(_SECONDS * 1000)
        if has_chosen:
            self.context.add_init_script(f"localStorage.getItem('recourse.language') ?? {self._choice()}")
        self.page: Page = self.context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self.answers.append(answer))  # noqa: PLW0108 - a method of C has no place for a mark
        page.on("requestfinished", lambda request: self._judge(request))  # noqa: PLW0108 - as above
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) =>"
            " console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI))"
        )

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(each in text for each in _EXPECTED):
            self.complaints.append(text)

    def _judge(self, request: Request) -> None:
        """Compare an answer of the API with the document. A page that is left takes its answers with it."""
        try:
            answer = request.response()
            if answer is None or not documented.answer_of_the_api(answer.url, answer.headers):
                return
            method, status, text = request.method, answer.status, answer.text()
        except Error:
            return
        try:
            documented.check_at(method, answer.url, status, answer.headers, text)
        except AssertionError as error:
            self.undocumented.append(str(error))

    def enter(self, role: str = "seller") -> None:
        """Take a session from the API, as signing in gives it, and open the console."""
        answered = requests.post(f"{self.market.url}/session", json={"key": self.market.keys[role]}, timeout=30)
        name, _, value = answered.headers["Set-Cookie"].partition(";")[0].partition("=")
        cookie: Any = {
            "name": name,
            "value": value,
            "url": self.market.url.replace("http:", "https:"),
            "httpOnly": True,
            "secure": True,
        }
        self.context.add_cookies([cookie | {"sameSite": "Strict"}])

    def _choice(self) -> str:
        return f"localStorage.setItem('recourse.language', '{self.language}')"

    def open(self, hash_: str = "#/") -> None:
        """Open a page anew. An address that differs in its hash alone would load nothing."""
        self.page.goto(f"{self.market.url}/console/index.html?{self.market.next()}{hash_}")

    def open_case(self, case_id: str) -> None:
        """Open a case, and wait until what can be done is shown."""
        self.open(f"#/cases/{case_id}")
        self.page.locator("main.case .actions button").first.wait_for()

    def see(self, text: str) -> Locator:
        found = self.page.get_by_text(text).first
        found.wait_for()
        return found

    def until(self, expression: str) -> None:
        """Wait until an expression is true. Playwright's own waiting is forbidden by the page's policy of content."""
        eventually(lambda: self.page.evaluate(expression), seconds=_SECONDS)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    @property
    def sheet(self) -> Locator:
        return self.page.locator("dialog")

    @property
    def primary(self) -> Locator:
        """The button of the sheet that gives the command, once it may be pressed."""
        return self.page.locator("dialog button.primary:not([disabled])")

    def rows(self) -> list[str]:
        ids: list[str] = self.page.locator("a.case-row").evaluate_all("rows => rows.map(row => row.id.slice(4))")
        return ids

    def close(self) -> None:
        self.context.close()
