// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What a person can do with the page, in a real browser. */
class PageInBrowserTest {

    private static final String KEY = "sk-of-the-server";
    private static final String HTML = "<b>bold</b> <img src=x onerror=document.title='harmed'>";

    private static Chromium browser;
    private static LoopbackServer modelOfHtml;
    private static RunningPlayground playground;

    @BeforeAll
    static void start() {
        browser = Chromium.start();
        FakeModel html = FakeModel.builder()
                .name("html-model")
                .source(FakeModel.TextSource.fixed(HTML))
                .build();
        modelOfHtml = LoopbackServer.running(FakeEndpoint.of(html).requiringKey(KEY));
        playground = new RunningPlayground(Map.of(modelOfHtml.baseUrl(), "HTML_KEY"), Map.of("HTML_KEY", KEY));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            playground.close();
            modelOfHtml.close();
        }
    }

    @BeforeEach
    void open() {
        browser.resize(1280, 900);
        browser.prefer("light");
        browser.driver().get(playground.url().toString());
        browser.await("!document.getElementById('run').disabled");
    }

    @Test
    void tokensAreShadedByTheirProbability() {
        run("fast", 30);
        browser.await(state("complete"));

        List<WebElement> tokens = browser.all(".token");
        assertThat(tokens).hasSize(30);
        assertThat(tokens.get(0).getDomAttribute("aria-label")).matches("“ .*”, \\d+ %");
        assertThat(browser.evaluate("new Set([...document.querySelectorAll('.token')]"
                        + ".map(token => getComputedStyle(token).backgroundColor)).size > 3"))
                .isEqualTo(true);
        assertThat(browser.text(".result")).contains("30 completion tokens", "finish reason: length");
        assertThat(figure("sent")).isEqualTo(figure("received"));
    }

    @Test
    void theMouseChoosesAnAlternativeAndWalksTheBranches() {
        run("fast", 20);
        browser.await(state("complete"));
        String fifth = browser.texts(".token").get(4);

        new Actions(browser.driver())
                .moveToElement(browser.all(".token").get(4))
                .perform();
        browser.await("!document.querySelector('.menu').hidden");
        WebElement alternative = browser.find(".menu [role=menuitem]");
        String chosen = alternative.findElement(By.className("text")).getText();
        new Actions(browser.driver()).moveToElement(alternative).click().perform();
        browser.await(state("complete") + "&& document.querySelectorAll('[role=treeitem]').length === 2");

        assertThat(browser.all(".token")).hasSize(25);
        assertThat("“" + browser.text(".token[data-origin=chosen]") + "”").isEqualToIgnoringWhitespace(chosen);
        assertThat(browser.all(".token[data-origin=inherited]")).hasSize(4);

        browser.find("[role=treeitem] .label").click();
        assertThat(browser.all(".token")).hasSize(20);
        assertThat(browser.texts(".token").get(4)).isEqualTo(fifth);
    }

    @Test
    void theKeyboardAloneChoosesAnAlternativeAndWalksTheBranches() {
        run("fast", 20);
        browser.await(state("complete"));

        browser.evaluate("document.querySelector('.token').focus()");
        press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        assertThat(focused("getAttribute('role')")).isEqualTo("menuitem");
        press(Keys.ESCAPE);
        assertThat(focused("classList.contains('token')")).isEqualTo(true);
        press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        browser.await(state("complete") + "&& document.querySelectorAll('[role=treeitem]').length === 2");
        assertThat(focused("dataset.origin")).isEqualTo("chosen");
        assertThat(browser.all(".token[data-origin=inherited]")).hasSize(2);

        browser.evaluate("document.querySelector('[role=treeitem][aria-selected=true]').focus()");
        press(Keys.ARROW_LEFT, Keys.ENTER);
        assertThat(focused("getAttribute('aria-selected')")).isEqualTo("true");
        assertThat(focused("getAttribute('aria-level')")).isEqualTo("1");
        assertThat(browser.all(".token")).hasSize(20);
    }

    @Test
    void llamaCppContinuesFromTokenIds() {
        choose("Fake llama.cpp");
        run("fast", 10);
        browser.await(state("complete"));

        browser.evaluate("document.querySelectorAll('.token')[3].focus()");
        press(Keys.ARROW_DOWN, Keys.ENTER);
        browser.await(state("complete") + "&& document.querySelectorAll('[role=treeitem]').length === 2");

        assertThat(browser.text(".result")).contains("continued from token ids");
        assertThat(browser.all(".token")).hasSize(14);
    }

    /** The server writes as fast as it can: without demand it would have sent thousands of events. */
    @Test
    void aPauseStopsTheServer() {
        run("unlimited", 20_000);
        browser.await(figureIs("received", "> 10"));
        browser.find(".controls button").click();
        browser.await(state("paused"));
        browser.await("document.querySelector('.controls button:nth-child(2)').disabled === false");
        for (int i = 0; i < 3; i++) {
            long received = figure("received");
            browser.find(".controls button:nth-child(2)").click();
            browser.await(figureIs("received", "=== " + (received + 1)));
            assertThat(figure("sent") - figure("received")).isBetween(0L, 2_000L);
        }
        assertThat(figure("running")).isEqualTo(1);

        long received = figure("received");
        browser.find(".controls button").click();
        browser.await(figureIs("received", "> " + (received + 100)));
        cancel();
    }

    @Test
    void aCancelEndsTheRequestAtTheServer() {
        run("slow", 1_000);
        browser.await(figureIs("running", "=== 1") + "&&" + state("streaming"));

        cancel();

        assertThat(browser.text(".timing")).startsWith("First token after");
    }

    @Test
    void cancelAllEndsStreamsThatAreNotShown() {
        streamABranchThatIsNotShown();
        assertThat(browser.find(".controls button:nth-child(3)").isEnabled()).isFalse();
        assertThat(browser.find("#cancel-all").isEnabled()).isTrue();

        browser.find("#cancel-all").click();

        browser.await(figureIs("running", "=== 0") + "&& document.getElementById('cancel-all').disabled");
    }

    @Test
    void aNewRunEndsStreamsThatAreNotShown() {
        streamABranchThatIsNotShown();

        run("slow", 3);

        browser.await(state("complete") + "&&" + figureIs("running", "=== 0"));
    }

    /** Shows the first answer, which was cancelled for a branch that goes on. */
    private static void streamABranchThatIsNotShown() {
        run("slow", 1_000);
        browser.await("document.querySelectorAll('.token').length > 1");
        browser.evaluate("document.querySelector('.token').focus()");
        press(Keys.ARROW_DOWN, Keys.ENTER);
        browser.await("document.querySelectorAll('[role=treeitem]').length === 2 &&" + state("streaming"));
        browser.find("[role=treeitem] .label").click();
        browser.await(state("cancelled") + "&&" + figureIs("running", "=== 1"));
    }

    /** All tokens are there, whatever their number, and the end is shown. */
    @Test
    void aLongTextIsShownToItsEnd() {
        run("unlimited", 3_000);
        browser.await(state("complete"));

        assertThat(browser.evaluate("document.querySelectorAll('.token').length"))
                .isEqualTo(3_000L);
        browser.await("(tokens => tokens.scrollTop + tokens.clientHeight > tokens.scrollHeight - 40)"
                + "(document.querySelector('.tokens'))");
        assertThat(browser.evaluate("document.querySelectorAll('.full-block').length"))
                .isEqualTo(browser.evaluate("document.querySelectorAll('.tokens > div').length - 1"));
        // No line of the text is broken where a block ends.
        assertThat(browser.evaluate("[...document.querySelectorAll('.full-block')].slice(0, -1).every(block =>"
                        + "block.getBoundingClientRect().right - block.lastElementChild.getBoundingClientRect().right"
                        + " < 120)"))
                .isEqualTo(true);

        browser.resize(700, 900);
        browser.await("document.querySelectorAll('.token').length === 3000"
                + "&& document.querySelector('.tokens').clientWidth < 640");
        browser.evaluate("document.querySelectorAll('.token')[1500].focus()");
        press(Keys.ARROW_RIGHT);
        assertThat(focused("dataset.index")).isEqualTo("1501");
    }

    @Test
    void aServersOwnMetricsAreShown() {
        try (MetricsServer server = new MetricsServer()) {
            addServer(server.baseUrl());
            choose(server.baseUrl().replaceAll("^http://|/v1$", ""));
            run("fast", 100);
            browser.await(figureIs("running", "=== 1"));
            server.with("/metrics", MetricsServer.Page.of(501, ""));
            browser.await("document.querySelector('.column').textContent.includes('is started with --metrics')");
            assertThat(browser.text("[data-figure=running] dd")).isEqualTo("unknown");
            browser.find(".controls button:nth-child(3)").click();
            browser.await(state("cancelled"));
            removeServer();
        }
    }

    /** It listed none when the page was opened. */
    @Test
    void addingAServerThatIsInTheListTakesOverItsModels() {
        try (MetricsServer server = new MetricsServer().with("/v1/models", MetricsServer.Page.of(404, ""));
                RunningPlayground other = new RunningPlayground(List.of(server.baseUrl()), Map.of(), Map.of())) {
            browser.driver().get(other.url().toString());
            browser.await("document.getElementById('server-message').textContent.includes('does not list its models')");
            server.with("/v1/models", MetricsServer.Page.of(200, "{\"object\":\"list\",\"data\":[{\"id\":\"tiny\"}]}"));

            browser.find(".add-server summary").click();
            browser.find("#server-url").sendKeys(server.baseUrl());
            browser.find("#add-server").click();
            browser.await("document.getElementById('server-message').textContent.includes('is in the list already')");

            assertThat(browser.evaluate("[...document.querySelectorAll('.model input')].at(-1).value"))
                    .isEqualTo("tiny");
            assertThat(browser.evaluate("[...document.querySelectorAll('datalist option')].at(-1).value"))
                    .isEqualTo("tiny");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Reset, TruncatedStreamException, getCause() RESET",
        "Truncation, TruncatedStreamException, getCause() TRUNCATED",
        "Stall, CallTimeoutException, timeout() READ_IDLE",
        "Garbage, NetworkException, kind() PROTOCOL",
        "Error event, ApiException, kind() SERVER_ERROR"
    })
    void aFaultShowsTheExceptionAndWhatHadArrived(String fault, String exception, String detail) {
        set("pace", "fast");
        browser.driver().findElement(By.xpath("//button[.='" + fault + "']")).click();
        browser.await(state("failed"));

        assertThat(browser.text(".exception")).isEqualTo(exception);
        assertThat(browser.text(".exception-message")).isNotBlank();
        assertThat(browser.text(".failure dl").replace('\n', ' ')).contains(detail);
        // A reset discards what the client has not read.
        boolean reset = fault.equals("Reset");
        assertThat(browser.text(".partial blockquote")).hasSizeGreaterThan(reset ? 0 : 20);
        assertThat(browser.all(".token").size()).isBetween(reset ? 1 : 8, 12);
        browser.await(figureIs("running", "=== 0"));
    }

    @Test
    void serversAnswerSideBySide() {
        choose("Fake OpenAI", "Fake vLLM", "Fake llama.cpp");
        run("fast", 15);
        browser.await("document.querySelectorAll('.column[data-state=complete]').length === 3");

        assertThat(browser.texts(".column h2")).containsExactly("Fake OpenAI", "Fake vLLM", "Fake llama.cpp");
        assertThat(browser.evaluate("new Set([...document.querySelectorAll('.column')]"
                        + ".map(column => column.getBoundingClientRect().top)).size"))
                .isEqualTo(1L);
    }

    @Test
    void aServerIsAddedByItsUrlWithoutItsKeyAndItsTextIsNoHtml() {
        addServer(modelOfHtml.baseUrl());
        assertThat(browser.text("#server-message")).contains("html-model");
        browser.find("#prompt").clear();
        browser.find("#prompt").sendKeys(HTML);
        choose(modelOfHtml.baseUrl().replace("http://", ""));
        run("fast", 100);
        browser.await(state("complete"));

        assertThat(browser.evaluate(
                        "[...document.querySelectorAll('.token')].map(token => token.textContent).join('')"))
                .isEqualTo(HTML.replace("> <", ">␣<"));
        assertThat(browser.text(".prompt-text")).isEqualTo(HTML);
        assertThat(browser.all(".tokens img, .tokens b")).isEmpty();
        assertThat(browser.driver().getTitle()).isEqualTo("completions4j playground");
        assertThat(browser.driver().getPageSource()).doesNotContain(KEY);

        removeServer();
        browser.driver().navigate().refresh();
        browser.await("!document.getElementById('run').disabled");
        assertThat(browser.all("#servers li")).hasSize(3);
    }

    @Test
    void aWrongUrlIsRefusedWithAReason() {
        browser.find(".add-server summary").click();
        browser.find("#server-url").sendKeys("ftp://example.com");
        browser.find("#add-server").click();
        browser.await("document.getElementById('server-message').textContent.includes('http')");

        assertThat(browser.text("#server-message")).contains("http://localhost:8000/v1");
    }

    @Test
    void aProgramThatStopsIsReported() {
        try (RunningPlayground other = new RunningPlayground(Map.of(), Map.of())) {
            browser.driver().get(other.url().toString());
            browser.await("!document.getElementById('run').disabled");
            run("slow", 100);
            browser.await(state("streaming"));
        }

        browser.await(state("failed") + "&& document.querySelector('.connection').dataset.state === 'disconnected'");
        assertThat(browser.text(".connection")).contains("start the program again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void thePageIsAccessible(String colorScheme) throws Exception {
        browser.prefer(colorScheme);
        assertThat(violations()).isEmpty();

        choose("Fake OpenAI", "Fake llama.cpp");
        run("fast", 20);
        browser.await("document.querySelectorAll('.column[data-state=complete]').length === 2");
        browser.evaluate("document.querySelectorAll('.token')[2].focus()");
        press(Keys.ARROW_DOWN);
        assertThat(violations()).isEmpty();

        press(Keys.ENTER);
        browser.await("document.querySelectorAll('[role=treeitem]').length === 2");
        browser.await("document.querySelectorAll('.column[data-state=complete]').length === 2");
        assertThat(violations()).isEmpty();

        browser.evaluate("document.querySelectorAll('.fault')[0].click()");
        browser.await("document.querySelectorAll('.column[data-state=failed]').length === 2");
        assertThat(violations()).isEmpty();
    }

    @Test
    void aNarrowScreenNeedsNoScrollingSideways() {
        browser.resize(320, 640);
        run("fast", 60);
        browser.await(state("complete"));
        browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
        browser.evaluate("document.querySelectorAll('.token')[2].focus()");
        press(Keys.ARROW_DOWN);

        assertThat(browser.evaluate("document.documentElement.scrollWidth <= 320"))
                .isEqualTo(true);
        assertThat(browser.evaluate("document.querySelector('.menu').getBoundingClientRect().right <= 320"))
                .isEqualTo(true);
    }

    /** Presses Run after setting speed and length. */
    private static void run(String pace, int maxTokens) {
        set("pace", pace);
        set("max-tokens", Integer.toString(maxTokens));
        browser.find("#run").click();
    }

    private static void addServer(String baseUrl) {
        browser.find(".add-server summary").click();
        browser.find("#server-url").sendKeys(baseUrl);
        browser.find("#add-server").click();
        browser.await("document.getElementById('server-message').textContent.includes('was added')");
    }

    private static void removeServer() {
        browser.driver()
                .findElement(By.xpath("//button[.='Remove' and not(@hidden)]"))
                .click();
    }

    private static void set(String field, String value) {
        browser.evaluate("document.getElementById(arguments[0]).value = arguments[1]", field, value);
    }

    private static void choose(String... servers) {
        for (WebElement item : browser.all("#servers li")) {
            WebElement box = item.findElement(By.cssSelector("input[type=checkbox]"));
            boolean isWanted = List.of(servers)
                    .contains(item.findElement(By.tagName("label")).getText());
            if (box.isSelected() != isWanted) {
                box.click();
            }
        }
    }

    private static void cancel() {
        browser.find(".controls button:nth-child(3)").click();
        browser.await(state("cancelled") + "&&" + figureIs("running", "=== 0"));
    }

    private static void press(CharSequence... keys) {
        Actions actions = new Actions(browser.driver());
        for (CharSequence key : keys) {
            actions.sendKeys(key);
        }
        actions.perform();
    }

    private static Object focused(String property) {
        return browser.evaluate("document.activeElement." + property);
    }

    private static String state(String state) {
        return "document.querySelector('.column')?.dataset.state === '" + state + "'";
    }

    private static String figureIs(String name, String comparison) {
        return "Number(document.querySelector('[data-figure=" + name + "] dd').textContent.replace(/,/g, '')) "
                + comparison;
    }

    private static long figure(String name) {
        return Long.parseLong(browser.text("[data-figure=" + name + "] dd").replace(",", ""));
    }

    /** What axe-core finds wrong, as rule and element. */
    @SuppressWarnings("unchecked")
    private static List<String> violations() throws Exception {
        try (InputStream axe = PageInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            browser.driver()
                    .executeScript(new String(Objects.requireNonNull(axe, "axe").readAllBytes(), UTF_8));
        }
        Object found = browser.driver()
                .executeAsyncScript(
                        "const done = arguments[0];"
                                + "axe.run(document).then(found => done(found.violations.flatMap(violation =>"
                                + " violation.nodes.map(node => violation.id + ': ' + node.html + ' ' + node.failureSummary))))");
        return (List<String>) Objects.requireNonNull(found, "found");
    }
}
