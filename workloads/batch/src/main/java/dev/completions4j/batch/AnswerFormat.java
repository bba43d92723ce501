// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.ApiException;
import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Completion;
import dev.completions4j.CredentialException;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats lines of the output as OpenAI's Batch API does: {@code id}, {@code custom_id}, {@code response} and
 * {@code error}. An error that the server answered with its status is a response; other errors have none. Used by one thread.
 */
final class AnswerFormat {

    private final AnswerIds ids = new AnswerIds();
    private final JsonLine line = new JsonLine();

    /** Returns the line of a completion. */
    ByteBuffer completion(PendingRequest request, Completion completion) {
        beginAnswered(request, completion);
        CompletionJson.write(completion, line.name("body"));
        return endAnswered();
    }

    /**
     * Returns the line of a completion that was requested together with others.
     *
     * @param whole the completion of all of them
     * @param own the part that belongs to this request
     */
    ByteBuffer part(PendingRequest request, Completion whole, Completion own, int index, int prompts) {
        beginAnswered(request, whole);
        CompletionJson.write(own, line.name("body"));
        line.name("joint").begin().name("prompts").value(prompts).name("index").value(index);
        Usage usage = whole.usage();
        if (usage != null) {
            CompletionJson.usage(usage, line.name("usage"));
        }
        line.end();
        return endAnswered();
    }

    /** Begins the line of a completion, as far as its body. */
    private void beginAnswered(PendingRequest request, Completion completion) {
        String id = ids.next(request.fingerprint());
        ResponseInfo response = completion.response();
        String sent = response.requestId();
        String requestId = sent != null ? sent : completion.id();
        int status = response.status() == 0 ? 200 : response.status();
        beginResponse(id, request.customId(), status, requestId.isEmpty() ? id : requestId);
    }

    /** Returns the line of a failed call. */
    ByteBuffer failure(PendingRequest request, Throwable failure) {
        if (failure instanceof ApiException refused
                && refused.response() != null
                && !refused.response().isSuccess()) {
            String id = ids.next(request.fingerprint());
            String requestId = refused.response().requestId();
            beginResponse(id, request.customId(), refused.status(), requestId == null ? id : requestId);
            line.name("body").value(body(refused.error()));
            return endAnswered();
        }
        return error(request.customId(), request.fingerprint(), code(failure), FailureText.of(failure));
    }

    /** Returns the line of a request that was not sent, or not answered. */
    ByteBuffer error(String customId, int fingerprint, String code, String message) {
        begin(ids.next(fingerprint), customId);
        return line.nullValue()
                .name("error")
                .begin()
                .name("code")
                .value(code)
                .name("message")
                .value(message)
                .end()
                .end()
                .toBytes();
    }

    private void beginResponse(String id, String customId, int status, String requestId) {
        begin(id, customId);
        line.begin().name("status_code").value(status).name("request_id").value(requestId);
    }

    private ByteBuffer endAnswered() {
        return line.end().name("error").nullValue().end().toBytes();
    }

    /** Begins a line, as far as the value of {@code response}. */
    private void begin(String id, String customId) {
        line.restart().name("id").value(id).name("custom_id").value(customId).name("response");
    }

    /** Returns what the server sent, or an object of OpenAI's form if it did not send an object. */
    private static JsonValue body(ApiError error) {
        try {
            if (JsonValue.parse(error.body()) instanceof JsonObject object) {
                return object;
            }
        } catch (IllegalArgumentException notJson) {
            // Plain text, or truncated.
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("message", JsonValue.of(error.message()));
        members.put("type", text(error.type()));
        members.put("param", text(error.param()));
        members.put("code", text(error.code()));
        return JsonValue.object(Map.of("error", JsonValue.object(members)));
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonValue.nullValue() : JsonValue.of(text);
    }

    private static String code(Throwable failure) {
        if (failure instanceof CallTimeoutException) {
            return "request_timeout";
        } else if (failure instanceof InvalidRequestException) {
            return "invalid_request";
        } else if (failure instanceof NetworkException || failure instanceof TruncatedStreamException) {
            return "network_error";
        } else if (failure instanceof MalformedResponseException) {
            return "malformed_response";
        } else if (failure instanceof CredentialException) {
            return "credential_error";
        } else if (failure instanceof ApiException) {
            return "server_error";
        }
        return "client_error";
    }
}
