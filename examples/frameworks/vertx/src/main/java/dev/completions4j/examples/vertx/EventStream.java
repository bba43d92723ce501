// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.vertx;

import dev.completions4j.CompletionChunk;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Flow;

/** Writes chunks to a browser, each after the one before is written, and cancels the stream when the browser leaves. */
final class EventStream implements Flow.Subscriber<CompletionChunk> {

    private final Context context;
    private final HttpServerResponse response;

    /** @param context the one of the request, on which the response is used; chunks arrive on any event loop */
    EventStream(Context context, HttpServerResponse response) {
        this.context = context;
        this.response = response;
    }

    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        response.putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .setChunked(true)
                .closeHandler(closed -> subscription.cancel())
                .exceptionHandler(failure -> subscription.cancel());
        subscription.request(1);
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        String data = JsonObject.of("text", chunk.text()).encode();
        context.runOnContext(ignored -> response.write("data: " + data + "\n\n")
                .onSuccess(written -> subscription.request(1))
                .onFailure(left -> subscription.cancel()));
    }

    @Override
    public void onComplete() {
        end("end");
    }

    @Override
    public void onError(Throwable failure) {
        end("failure");
    }

    /** An event of its own marks the end, since a browser would reconnect after a connection that only closes. */
    private void end(String event) {
        context.runOnContext(ignored -> response.end("event: " + event + "\ndata: {}\n\n"));
    }
}
