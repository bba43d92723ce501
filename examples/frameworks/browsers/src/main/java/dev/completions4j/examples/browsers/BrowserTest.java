// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.browsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every example promises to browsers. An example's test extends it, and starts the example's server with
 * {@link #MODEL_URL}.
 *
 * <p>A server answers {@code GET /complete?prompt=…} with an event {@code {"text":"…"}} for each chunk and an event named
 * {@code end}, or {@code failure} if the model failed.
 */
@Timeout(120)
public abstract class BrowserTest {

    private static final Model MODEL = new Model();

    /** The base URL of the model to use. */
    protected static final String MODEL_URL = MODEL.baseUrl();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LEAVING_BROWSERS = 10;

    /** Where the example's server listens, such as {@code http://localhost:8080}. */
    protected abstract URI server();

    /** What the framework, or BlockHound, has said so far of threads that must not block. */
    protected abstract Collection<String> blockedThreads();

    @AfterEach
    void blocksNoEventLoop() {
        assertEquals(List.of(), List.copyOf(blockedThreads()));
    }

    @Test
    void streamsToAHundredBrowsersAtOnce() {
        HttpClient browsers =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> pages = new ArrayList<>();
        for (int number = 0; number < Model.CROWD; number++) {
            HttpRequest request =
                    HttpRequest.newBuilder(page(Model.crowdPrompt(number))).build();
            pages.add(browsers.sendAsync(request, BodyHandlers.ofString()));
        }

        for (int number = 0; number < Model.CROWD; number++) {
            HttpResponse<String> response = pages.get(number).join();
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
            assertEquals(new Answer(Model.crowdText(number), List.of("end")), Answer.parse(response.body()));
        }
    }

    @Test
    void tellsTheBrowserThatTheModelFailed() throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page(Model.longPrompt())).build(), BodyHandlers.ofString());

        Answer answer = Answer.parse(response.body());

        assertEquals(new Answer(Model.longTextUntilFailure(), List.of("failure")), answer);
    }

    @Test
    void stopsTheModelWhenTheBrowserLeaves() throws IOException, InterruptedException {
        MODEL.forgetHangUps();
        long before = MODEL.longAnswersHungUp();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < LEAVING_BROWSERS; i++) {
            Browser browser = new Browser(page(Model.longPrompt()));
            browser.awaitText();

            long left = System.nanoTime();
            browser.close();

            assertTrue(MODEL.awaitHangUp(PATIENCE), "The model still generates for a browser that left");
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left));
        }
        assertEquals(LEAVING_BROWSERS, MODEL.longAnswersHungUp() - before);
        // Not asserted, since the time depends on the load of the machine.
        System.out.println(getClass().getSimpleName() + ": the model stopped after "
                + millis.stream().sorted().toList() + " ms");
    }

    @Test
    void slowsTheModelDownToTheBrowser() throws IOException, InterruptedException {
        try (Browser stalled = new Browser(page(Model.floodPrompt("stalled")))) {
            stalled.awaitText();
            // By now, the model would have written the other answer, too, if nothing held it up.
            try (Browser reading = new Browser(page(Model.floodPrompt("reading")))) {
                reading.awaitEnd();
            }

            long written = MODEL.floodBytes("stalled");
            assertTrue(written < Model.FLOOD_BYTES / 2, "The model has written " + written + " bytes");

            while (MODEL.floodBytes("stalled") == written) {
                stalled.read();
            }
        }
        assertTrue(MODEL.awaitHangUp(PATIENCE), "The model still generates for a browser that left");
    }

    private URI page(String prompt) {
        return server().resolve("/complete?prompt=" + URLEncoder.encode(prompt, StandardCharsets.UTF_8));
    }
}
