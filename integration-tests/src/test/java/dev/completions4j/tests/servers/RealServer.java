// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** A running llama.cpp or vLLM. */
final class RealServer implements TestedServer {

    /** Short, since the server is not busy for long. */
    private static final Duration BUSY_POLL = Duration.ofMillis(50);

    /** Llama.cpp detects disconnected clients only if it has sent no other response, not even to a poll, for a second. */
    private static final Duration IDLE_POLL = Duration.ofMillis(2100);

    /** How long the server may take to become busy or idle. */
    private static final Duration WAIT = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * The names of metrics.
     *
     * @param running the number of requests being processed
     * @param generated the number of tokens generated so far
     */
    record Metrics(String running, String generated) {}

    private final TinyModel model = new TinyModel();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String version;
    private final String address;
    private final Metrics metrics;
    private final @Nullable ServerProcess process;

    /**
     * @param process the process; null if the server was started elsewhere
     */
    RealServer(String version, String address, Metrics metrics, @Nullable ServerProcess process) {
        this.version = version;
        this.address = address;
        this.metrics = metrics;
        this.process = process;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public int[] tokenIds(String text) {
        return model.encode(text);
    }

    @Override
    public boolean takesTime() {
        return true;
    }

    @Override
    public boolean awaitBusy() throws InterruptedException {
        return await(running -> running > 0, BUSY_POLL);
    }

    @Override
    public boolean awaitIdle() throws InterruptedException {
        return await(running -> running == 0, IDLE_POLL);
    }

    private boolean await(DoublePredicate condition, Duration poll) throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(poll.toMillis());
            if (condition.test(metric(metrics.running()))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public double generatedTokens() throws InterruptedException {
        return metric(metrics.generated());
    }

    private double metric(String name) throws InterruptedException {
        String text = get("/metrics");
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The metrics do not contain " + name + ": " + text));
    }

    private String get(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + KEY)
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError("The server does not respond to GET " + path, e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
