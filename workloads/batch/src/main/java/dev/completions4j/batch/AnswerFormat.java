// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.ApiException;
import dev.completions4j.ApiException.ApiError;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.CredentialException;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats lines of the output as OpenAI's Batch API does: {@code id}, {@code custom_id}, {@code response} and
 * {@code error}. An error that the server answered with its status is a response; other errors have none.
 */
final class AnswerFormat {

    private final AnswerIds ids = new AnswerIds();

    /** Returns the line of a completion. */
    String completion(PendingRequest request, Completion completion) {
        return answered(request, completion, CompletionJson.of(completion), null);
    }

    /**
     * Returns the line of a completion that was requested together with others.
     *
     * @param whole the completion of all of them
     * @param own the part that belongs to this request
     */
    String part(PendingRequest request, Completion whole, Completion own, int index, int prompts) {
        Map<String, JsonValue> joint = new LinkedHashMap<>();
        joint.put("prompts", JsonValue.of(prompts));
        joint.put("index", JsonValue.of(index));
        Usage usage = whole.usage();
        if (usage != null) {
            joint.put("usage", CompletionJson.usage(usage));
        }
        return answered(request, whole, CompletionJson.of(own), JsonValue.object(joint));
    }

    private String answered(
            PendingRequest request, Completion completion, JsonValue body, @Nullable JsonValue joint) {
        String id = ids.next(request.fingerprint());
        ResponseInfo response = completion.response();
        String requestId = response.requestId() != null ? response.requestId() : completion.id();
        int status = response.status() == 0 ? 200 : response.status();
        return line(id, request.customId(), response(status, requestId.isEmpty() ? id : requestId, body, joint), null);
    }

    /** Returns the line of a failed call. */
    String failure(PendingRequest request, Throwable failure) {
        if (failure instanceof ApiException refused
                && refused.response() != null
                && !refused.response().isSuccess()) {
            String id = ids.next(request.fingerprint());
            String requestId = refused.response().requestId();
            return line(
                    id,
                    request.customId(),
                    response(refused.status(), requestId == null ? id : requestId, body(refused.error()), null),
                    null);
        }
        String message = failure.getMessage();
        return error(
                request.customId(),
                request.fingerprint(),
                code(failure),
                failure instanceof CompletionsClientException && message != null
                        ? message
                        // A throwable of someone else's code may quote the request.
                        : "the call failed with " + failure.getClass().getName());
    }

    /** Returns the line of a request that was not sent, or not answered. */
    String error(String customId, int fingerprint, String code, String message) {
        Map<String, JsonValue> error = new LinkedHashMap<>();
        error.put("code", JsonValue.of(code));
        error.put("message", JsonValue.of(message));
        return line(ids.next(fingerprint), customId, null, JsonValue.object(error));
    }

    private static String line(String id, String customId, @Nullable JsonValue response, @Nullable JsonValue error) {
        Map<String, JsonValue> line = new LinkedHashMap<>();
        line.put("id", JsonValue.of(id));
        line.put("custom_id", JsonValue.of(customId));
        line.put("response", response == null ? JsonValue.nullValue() : response);
        line.put("error", error == null ? JsonValue.nullValue() : error);
        return JsonValue.object(line).toJson();
    }

    private static JsonValue response(int status, String requestId, JsonValue body, @Nullable JsonValue joint) {
        Map<String, JsonValue> response = new LinkedHashMap<>();
        response.put("status_code", JsonValue.of(status));
        response.put("request_id", JsonValue.of(requestId));
        response.put("body", body);
        if (joint != null) {
            response.put("joint", joint);
        }
        return JsonValue.object(response);
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
