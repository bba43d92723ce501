// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

/** A subscriber of the engine's own that calls the caller's code. */
interface NamedCallback {

    /** Names the caller's code, as far as it is known. */
    String callbackName();

    /** Names the caller's code behind a callback, for warnings: its class, unless it knows better. */
    static String of(Object callback) {
        return callback instanceof NamedCallback named
                ? named.callbackName()
                : callback.getClass().getName();
    }

    /** Names the stages of a future, of which nothing more is known. */
    static String ofStages(String method) {
        return "A stage of the future of " + method + "()";
    }
}
