// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A playground on any free port. */
final class RunningPlayground implements AutoCloseable {

    private final Vertx vertx = Playground.newVertx();
    private final PlaygroundVerticle verticle;

    RunningPlayground(Map<String, String> keyVariables, Map<String, String> environment) {
        this(List.of(), keyVariables, environment);
    }

    RunningPlayground(List<String> servers, Map<String, String> keyVariables, Map<String, String> environment) {
        verticle = new PlaygroundVerticle(0, servers, ApiKeys.of(keyVariables, environment));
        vertx.deployVerticle(verticle).await();
    }

    URI url() {
        return URI.create(verticle.url());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
