// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.OutputType;

/** Takes the pictures of the documents; see CONTRIBUTING.md for the command. */
@Tag("pictures")
class PicturesTest {

    private static final Path FOLDER = Path.of("..", "..", "docs", "pictures");
    private static final int MAX_BYTES = 200_000;

    @Test
    void picturesAreTaken() throws IOException {
        try (RunningPlayground playground = new RunningPlayground(Map.of(), Map.of());
                Chromium browser = Chromium.start()) {
            browser.prefer("light");
            browser.resize(1200, 780);
            browser.driver().get(playground.url().toString());
            browser.await("!document.getElementById('run').disabled");
            streamSideBySide(browser);
            continueFromAnAlternative(browser);
            save(browser, "playground-light.png");

            browser.prefer("dark");
            save(browser, "playground-dark.png");

            pause(browser);
            save(browser, "playground-pause-dark.png");

            browser.prefer("light");
            runWithAFault(browser);
            save(browser, "playground-fault.png");
        }
    }

    private static void streamSideBySide(Chromium browser) {
        browser.evaluate("document.querySelectorAll('#servers input[type=checkbox]')[2].click()");
        browser.evaluate("document.getElementById('max-tokens').value = 48");
        browser.find("#run").click();
        browser.await("document.querySelectorAll('.column[data-state=complete]').length === 2");
    }

    private static void continueFromAnAlternative(Chromium browser) {
        browser.evaluate("document.querySelectorAll('.token')[13].focus()");
        browser.evaluate("document.querySelectorAll('.token')[13].click()");
        browser.evaluate("document.querySelectorAll('.menu [role=menuitem]')[1].click()");
        browser.await("document.querySelectorAll('[role=treeitem]').length === 2"
                + "&& document.querySelectorAll('.column[data-state=complete]').length === 2");
        browser.evaluate("document.querySelectorAll('.column:nth-child(2) .token')[6].click()");
    }

    private static void pause(Chromium browser) {
        browser.evaluate("document.querySelectorAll('#servers input[type=checkbox]')[2].click()");
        browser.evaluate("document.getElementById('max-tokens').value = 400");
        browser.find("#run").click();
        browser.await("document.querySelectorAll('.token').length > 50");
        browser.find(".controls button").click();
        browser.await("Number(document.querySelector('[data-figure=between] dd').textContent) > 12");
    }

    private static void runWithAFault(Chromium browser) {
        browser.find(".fault:nth-child(2)").click();
        browser.await("document.querySelector('.column').dataset.state === 'failed'");
    }

    private static void save(Chromium browser, String name) throws IOException {
        byte[] png = browser.driver().getScreenshotAs(OutputType.BYTES);
        Files.write(FOLDER.resolve(name), png);
        assertThat(png.length).as(name).isLessThan(MAX_BYTES);
    }
}
