// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.error;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.ApiException.Kind;
import org.jspecify.annotations.Nullable;

/** Tells what sort of error a server means, from its status, or, inside a success, from its code and type. */
public final class ErrorKinds {

    private ErrorKinds() {}

    /** The kind of an error that came with this status. */
    public static Kind of(int status, ApiError error) {
        Kind named = named(error);
        if (named != null) {
            return named;
        }
        return status >= 200 && status < 300 ? ofErrorInSuccess(error) : ofStatus(status);
    }

    /** Where the server's own name for it says more than the status that it chose. */
    private static @Nullable Kind named(ApiError error) {
        if (is("context_length_exceeded", error)
                || is("exceed_context_size_error", error)
                // All that vLLM and SGLang tell.
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
            // DeepSeek: the balance does not suffice.
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

    /** The code as a status, if it is one of an error. */
    private static @Nullable Integer statusIn(@Nullable String code) {
        if (code == null || code.length() != 3 || !code.chars().allMatch(Character::isDigit)) {
            return null;
        }
        int status = Integer.parseInt(code);
        return status >= 400 ? status : null;
    }
}
