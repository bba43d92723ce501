// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import java.util.List;

/** Writes attribute values as JSON, because Micrometer's key values can only be strings. */
final class JsonAttributes {

    private JsonAttributes() {}

    /** @param elements each serialized as JSON */
    static String array(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    static String string(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
