// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.error;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.ApiException.Kind;
import org.jspecify.annotations.Nullable;

/** Derives the kind of an error from its status, type and code. */
public final class ErrorKinds {

    private ErrorKinds() {}

    /** Returns the kind of an error in a response with the given status. */
    public static Kind of(int status, ApiError error) {
        Kind named = named(error);
        if (named != null) {
            return named;
        }
        return status >= 200 && status < 300 ? ofErrorInSuccess(error) : ofStatus(status);
    }

    /** Returns the kind if the server's type, code or message is more specific than the status; null otherwise. */
    private static @Nullable Kind named(ApiError error) {
        if (is("context_length_exceeded", error)
                || is("exceed_context_size_error", error)
                // vLLM and SGLang have only a message.
                || error.message().contains("context length")) {
            return Kind.CONTEXT_LENGTH_EXCEEDED;
        }
        if (is("insufficient_quota", error) || is("budget_exceeded", error)) {
            return Kind.QUOTA_EXHAUSTED;
        }
        return is("overloaded", error) || is("overloaded_error", error) ? Kind.OVERLOADED : null;
    }

    private static boolean is(String name, ApiError error) {
        return name.equals(error.code()) || name.equals(error.type());
    }

    private static Kind ofStatus(int status) {
        return switch (status) {
            case 401 -> Kind.AUTHENTICATION;
            // DeepSeek: insufficient balance.
            case 402 -> Kind.QUOTA_EXHAUSTED;
            case 403 -> Kind.PERMISSION;
            case 404 -> Kind.NOT_FOUND;
            // TGI: the generation failed.
            case 424 -> Kind.SERVER_ERROR;
            case 429 -> Kind.RATE_LIMIT;
            case 503, 529 -> Kind.OVERLOADED;
            default -> {
                if (status >= 500) {
                    yield Kind.SERVER_ERROR;
                }
                yield status >= 400 ? Kind.BAD_REQUEST : Kind.UNEXPECTED_STATUS;
            }
        };
    }

    private static Kind ofErrorInSuccess(ApiError error) {
        Integer status = statusIn(error.code());
        if (status != null) {
            return ofStatus(status);
        }
        Kind byCode = ofName(error.code());
        Kind kind = byCode == null ? ofName(error.type()) : byCode;
        return kind == null ? Kind.SERVER_ERROR : kind;
    }

    private static @Nullable Kind ofName(@Nullable String name) {
        return switch (name == null ? "" : name) {
            case "invalid_request_error", "BadRequestError" -> Kind.BAD_REQUEST;
            case "authentication_error", "invalid_api_key" -> Kind.AUTHENTICATION;
            case "permission_error" -> Kind.PERMISSION;
            case "not_found_error", "NotFoundError", "model_not_found" -> Kind.NOT_FOUND;
            case "rate_limit_error", "rate_limit_exceeded" -> Kind.RATE_LIMIT;
            case "unavailable_error" -> Kind.OVERLOADED;
            default -> null;
        };
    }

    /** Returns the code as an HTTP error status; null if it is none. */
    private static @Nullable Integer statusIn(@Nullable String code) {
        if (code == null || code.length() != 3 || !code.chars().allMatch(Character::isDigit)) {
            return null;
        }
        int status = Integer.parseInt(code);
        return status >= 400 ? status : null;
    }
}
