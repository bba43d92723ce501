// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.transport.HttpHeaders;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses numbers and times in headers. A header that is absent, repeated, negative or malformed yields null. */
final class HeaderValues {

    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");
    private static final String MILLISECONDS = "ms";

    /** The format of C's {@code asctime}. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private HeaderValues() {}

    static @Nullable Long count(HttpHeaders headers, String name) {
        String value = single(headers, name);
        return value != null && COUNT.matcher(value).matches() ? Long.valueOf(value) : null;
    }

    static @Nullable Duration milliseconds(HttpHeaders headers, String name) {
        return milliseconds(single(headers, name));
    }

    static @Nullable Duration seconds(HttpHeaders headers, String name) {
        String value = single(headers, name);
        return value != null && DECIMAL.matcher(value).matches() ? iso(value + "s") : null;
    }

    /**
     * Returns a duration with units, such as {@code 20ms}, {@code 6m0s} or {@code 1h2m3.5s}, or in seconds without a
     * unit.
     */
    static @Nullable Duration duration(HttpHeaders headers, String name) {
        String value = single(headers, name);
        if (value == null) {
            return null;
        }
        if (value.endsWith(MILLISECONDS)) {
            return milliseconds(value.substring(0, value.length() - MILLISECONDS.length()));
        }
        Duration seconds = seconds(headers, name);
        return seconds != null ? seconds : iso(value);
    }

    /** Returns the time from the response's date to the date in the header. */
    static @Nullable Duration untilDate(HttpHeaders headers, String name) {
        Instant date = date(headers, name);
        Instant now = date(headers, "date");
        return date == null || now == null || date.isBefore(now) ? null : Duration.between(now, date);
    }

    private static @Nullable Instant date(HttpHeaders headers, String name) {
        String value = single(headers, name);
        if (value == null) {
            return null;
        }
        // The last two are obsolete, but must be accepted (RFC 9110, 5.6.7).
        for (DateTimeFormatter format : List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(), ASCTIME)) {
            try {
                return format.parse(value, Instant::from);
            } catch (DateTimeException e) {
                // It may have another format.
            }
        }
        return null;
    }

    /** Returns the format of RFC 850, in which a year of two digits is at most 50 years in the future. */
    private static DateTimeFormatter rfc850() {
        int first = Year.now(ZoneOffset.UTC).getValue() - 49;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }

    private static @Nullable Duration milliseconds(@Nullable String value) {
        return value != null && DECIMAL.matcher(value).matches()
                ? iso(new BigDecimal(value).movePointLeft(3).toPlainString() + "s")
                : null;
    }

    /** Parses hours, minutes and seconds, which have the form of ISO 8601 without its prefix. */
    private static @Nullable Duration iso(String value) {
        try {
            Duration duration = Duration.parse("PT" + value);
            return duration.isNegative() ? null : duration;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String single(HttpHeaders headers, String name) {
        List<String> values = headers.all(name);
        return values.size() == 1 ? values.get(0).strip() : null;
    }
}
