// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

/** An internal subscriber that calls the caller's code. */
interface NamedCallback {

    /** Returns a name for the caller's code, for warnings. */
    String callbackName();

    /** Returns a name for the code behind a callback, for warnings: by default its class. */
    static String of(Object callback) {
        return callback instanceof NamedCallback named
                ? named.callbackName()
                : callback.getClass().getName();
    }

    /** Returns a name for the dependent stages of a future. */
    static String ofStages(String method) {
        return "A stage of the future of " + method + "()";
    }
}
