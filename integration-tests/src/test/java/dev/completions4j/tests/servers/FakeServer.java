// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import dev.completions4j.testkit.model.Dialect;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;

/** A {@link FakeModel} that continues texts like the {@link TinyModel}. */
final class FakeServer implements TestedServer {

    /** Sufficient for every test, although the model may continue endlessly. */
    private static final int LONGEST = 2000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Lets a test act during a stream. */
    private static final Duration INTERVAL = Duration.ofMillis(1);

    private final FakeModel model;
    private final LoopbackServer server;

    FakeServer(Dialect dialect) {
        TinyModel tiny = new TinyModel();
        model = FakeModel.builder()
                .name("tiny")
                .dialect(dialect)
                .source((prompt, seed, choice) -> tiny.continuation(prompt, LONGEST))
                .build();
        server = LoopbackServer.running(FakeEndpoint.of(model).requiringKey(KEY).withTokenInterval(INTERVAL));
    }

    @Override
    public String version() {
        return "fake";
    }

    @Override
    public String address() {
        return server.baseUrl();
    }

    @Override
    public int[] tokenIds(String text) {
        return model.tokenIds(text);
    }

    /** Non-streaming responses are immediate. */
    @Override
    public boolean takesTime() {
        return false;
    }

    @Override
    public boolean awaitBusy() {
        return true;
    }

    /** A stream that is no longer read ends with its connection. */
    @Override
    public boolean awaitIdle() throws InterruptedException {
        return server.awaitHangUp(PATIENCE);
    }

    /** Tokens are not counted. */
    @Override
    public double generatedTokens() {
        return 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
