// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.transport.TransportException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletionException;

/** A failure as it is sent to the page: the exception as an application receives it, with its partial text. */
final class FailureMessage {

    private FailureMessage() {}

    /** Returns the failure of a call, which a stage that depends on it wraps. */
    static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    static JsonObject of(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        JsonArray details = new JsonArray();
        JsonObject message = new JsonObject()
                .put("exception", failure.getClass().getSimpleName())
                .put("message", failure.getMessage() == null ? "" : failure.getMessage())
                .put("details", details);
        if (failure instanceof ApiException refused) {
            add(details, "kind()", refused.kind());
            add(details, "status()", refused.status());
        } else if (failure instanceof NetworkException lost) {
            add(details, "kind()", lost.kind());
            add(details, "progress()", lost.progress());
        } else if (failure instanceof CallTimeoutException late) {
            add(details, "timeout()", late.timeout());
        }
        if (failure.getCause() instanceof TransportException cause) {
            add(details, "getCause()", cause.kind());
        }
        if (failure instanceof CompletionsClientException known) {
            Completion partial = known.partial();
            if (partial != null) {
                message.put("partial", partial.text());
            }
            if (!known.failedAttempts().isEmpty()) {
                add(details, "attempts", known.failedAttempts().size() + 1);
            }
        }
        return message;
    }

    private static void add(JsonArray details, String name, Object value) {
        details.add(new JsonObject().put("name", name).put("value", value.toString()));
    }
}
