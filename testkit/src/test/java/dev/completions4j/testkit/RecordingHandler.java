// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records the calls it receives, including nested ones; tests override the reactions. */
public class RecordingHandler implements ResponseHandler {

    public final List<String> calls = new CopyOnWriteArrayList<>();
    private @Nullable Exchange exchange;
    private boolean inCall;

    public Exchange exchange() {
        return Objects.requireNonNull(exchange, "onStart was not called");
    }

    @Override
    public void onStart(Exchange exchange) {
        this.exchange = exchange;
        record("start", this::whenStarted);
    }

    @Override
    public void onHead(ResponseHead head) {
        record("head " + head.status() + " " + head.headers().first("content-type"), this::whenHead);
    }

    @Override
    public void onData(ByteBuffer chunk) {
        record("data " + UTF_8.decode(chunk.duplicate()), () -> whenData(chunk));
    }

    @Override
    public void onComplete() {
        record("complete", () -> {});
    }

    @Override
    public void onFailure(TransportException failure) {
        record("failure " + failure.kind() + " " + failure.progress(), () -> {});
    }

    public void whenStarted() {}

    public void whenHead() {}

    public void whenData(ByteBuffer chunk) {}

    private void record(String call, Runnable reaction) {
        calls.add(inCall ? call + " (nested)" : call);
        boolean outer = inCall;
        inCall = true;
        try {
            reaction.run();
        } finally {
            inCall = outer;
        }
    }
}
