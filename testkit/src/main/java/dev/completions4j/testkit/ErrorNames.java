// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

/** The types of errors that Python's servers use, which are named after exceptions. */
final class ErrorNames {

    private ErrorNames() {}

    static String of(int status) {
        return switch (status) {
            case 401 -> "AuthenticationError";
            case 404 -> "NotFoundError";
            default -> status >= 500 ? "InternalServerError" : "BadRequestError";
        };
    }
}
