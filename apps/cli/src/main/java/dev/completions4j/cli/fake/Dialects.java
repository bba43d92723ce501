// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.fake;

import dev.completions4j.testkit.model.Dialect;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts names such as {@code llama-cpp} to dialects. */
final class Dialects implements ITypeConverter<Dialect> {

    @Override
    public Dialect convert(String value) {
        return Arrays.stream(Dialect.values())
                .filter(dialect -> name(dialect).equalsIgnoreCase(value))
                .findAny()
                .orElseThrow(() -> new TypeConversionException("it must be one of " + names()));
    }

    static String name(Dialect dialect) {
        return dialect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String names() {
        return Arrays.stream(Dialect.values()).map(Dialects::name).collect(Collectors.joining(", "));
    }
}
