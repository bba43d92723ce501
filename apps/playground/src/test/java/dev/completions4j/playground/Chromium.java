// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium, the one of the operating system. */
final class Chromium implements AutoCloseable {

    private static final String MISSING =
            "NOT TESTED: the page, since chromium or chromedriver is missing; install chromium and chromium-driver";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Held, since the JDK forgets the level of a logger that nobody holds. It warns of a protocol that is not used. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser; skips the test where there is none. */
    static Chromium start() {
        Optional<Path> browser = executable("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = executable("chromedriver");
        if (browser.isEmpty() || driver.isEmpty()) {
            System.err.println(MISSING); // The reason of a skipped test is in no build's output.
            Assumptions.abort(MISSING);
        }
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        // Without a sandbox, since containers run tests as root; the only pages are the playground's own.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver started = new ChromeDriver(service, options);
        started.manage().timeouts().scriptTimeout(PATIENCE);
        return new Chromium(started);
    }

    private static Optional<Path> executable(String... names) {
        List<String> folders = List.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        // The window of a browser cannot be as narrow as a telephone; its page can.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void prefer(String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", colorScheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return texts(selector).get(0);
    }

    /** Reads all at once, since the page may replace an element at any time. */
    List<String> texts(String selector) {
        Object texts = evaluate(
                "Array.from(document.querySelectorAll(arguments[0]), element => element.innerText.trim())", selector);
        return ((List<?>) texts).stream().map(String::valueOf).toList();
    }

    /** Waits until a condition of the page holds, which is looked at before each frame. */
    void await(String condition) {
        driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "const look = () => (" + condition + ") ? done() : requestAnimationFrame(look);"
                + "look();");
    }

    Object evaluate(String expression, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript("return " + expression, arguments), "");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
