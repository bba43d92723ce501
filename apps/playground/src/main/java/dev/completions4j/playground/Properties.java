// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import io.vertx.core.json.JsonObject;

/** Reads the required properties of messages. */
final class Properties {

    private Properties() {}

    /**
     * Returns a number.
     *
     * @throws IllegalArgumentException if it is missing
     * @throws ClassCastException if it is something else
     */
    static int number(JsonObject message, String name) {
        Integer value = message.getInteger(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /**
     * Returns a text.
     *
     * @throws IllegalArgumentException if it is missing
     * @throws ClassCastException if it is something else
     */
    static String text(JsonObject message, String name) {
        String value = message.getString(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("The property " + name + " is missing");
    }
}
