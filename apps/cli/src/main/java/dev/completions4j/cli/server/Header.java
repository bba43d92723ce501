// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.cli.failure.UsageException;
import picocli.CommandLine.ITypeConverter;

/**
 * A header of every request.
 *
 * @param name the name
 * @param value the value, which may be a secret
 */
record Header(String name, String value) {

    private static final String FORM = "as in --header 'X-Team: search'";

    /**
     * Converts texts such as {@code X-Team: search}. A value that the shell has made a word of its own would otherwise be
     * a part of the prompt.
     */
    static final class Converter implements ITypeConverter<Header> {

        @Override
        public Header convert(String text) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new UsageException("--header has no colon after a name; write it " + FORM);
            }
            String value = text.substring(colon + 1).strip();
            if (value.isEmpty()) {
                throw new UsageException("--header has no value after its colon; quote both, " + FORM);
            }
            return new Header(text.substring(0, colon).strip(), value);
        }
    }
}
