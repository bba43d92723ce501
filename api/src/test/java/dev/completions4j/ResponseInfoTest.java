// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.RateLimits.RateLimit;
import dev.completions4j.transport.HttpHeaders;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the values parsed from response headers. */
class ResponseInfoTest {

    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

    private static ResponseInfo with(String... namesAndValues) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new ResponseInfo(429, "HTTP/1.1", headers.build(), List.of());
    }

    @Test
    void readsTheLimitsOfRequestsAndTokens() {
        RateLimits limits = with(
                        "x-ratelimit-limit-requests", "60",
                        "x-ratelimit-remaining-requests", "59",
                        "x-ratelimit-reset-requests", "1s",
                        "X-RateLimit-Limit-Tokens", "150000",
                        "X-RateLimit-Remaining-Tokens", "149984",
                        "X-RateLimit-Reset-Tokens", "6m0s")
                .rateLimits();

        assertThat(limits)
                .isEqualTo(new RateLimits(
                        new RateLimit(60L, 59L, Duration.ofSeconds(1)),
                        new RateLimit(150_000L, 149_984L, Duration.ofMinutes(6))));
    }

    @Test
    void returnsNullForMissingLimits() {
        RateLimit none = new RateLimit(null, null, null);

        assertThat(ResponseInfo.unknown().rateLimits()).isEqualTo(new RateLimits(none, none));
    }

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "6m0s, PT6M",
        "20ms, PT0.02S",
        "1.5ms, PT0.0015S",
        "1h2m3.5s, PT1H2M3.5S",
        "2h, PT2H",
        "0s, PT0S",
        "17, PT17S",
        "0.25, PT0.25S",
        "' 1s ', PT1S",
        "-1s,",
        "-1,",
        "1m2h,",
        "ms,",
        "-5ms,",
        "NaN,",
        "1e3,",
        "soon,",
        "'',",
        "99999999999999999999s,",
    })
    void readsResets(String header, @Nullable Duration reset) {
        assertThat(with("x-ratelimit-reset-tokens", header)
                        .rateLimits()
                        .tokens()
                        .reset())
                .isEqualTo(reset);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000000000000, 1000000000000", "-1,", "1.5,", "many,", "99999999999999999999,"})
    void readsCounts(String header, @Nullable Long count) {
        assertThat(with("x-ratelimit-remaining-tokens", header)
                        .rateLimits()
                        .tokens()
                        .remaining())
                .isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"250, PT0.25S", "12.5, PT0.0125S", "-1,", "NaN,", "1 s,"})
    void readsTheProcessingTime(String header, @Nullable Duration time) {
        assertThat(with("openai-processing-ms", header).processingTime()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "20, PT20S",
        "1.5, PT1.5S",
        "0, PT0S",
        "999999999999, PT999999999999S",
        "'Sun, 06 Nov 1994 08:49:47 GMT', PT10S",
        "'Sun, 06 Nov 1994 08:49:37 GMT', PT0S",
        "'Sunday, 06-Nov-94 08:49:47 GMT', PT10S",
        "'Sunday, 06-Nov-94 08:49:36 GMT',",
        "'Monday, 06-Nov-94 08:49:47 GMT',",
        "'Sun Nov  6 08:49:47 1994', PT10S",
        "'Sun Nov 06 08:49:47 1994', PT10S",
        "'Wed Nov 16 08:49:37 1994', P10D",
        "'Sun Nov  6 08:49:36 1994',",
        "'Sun Nov 6 1994',",
        "'Sun, 06 Nov 1994 08:49:36 GMT',",
        "-1,",
        "NaN,",
        "Infinity,",
        "1h,",
        "'1, 2',",
        "'',",
    })
    void readsRetryAfter(String header, @Nullable Duration wait) {
        assertThat(with("date", DATE, "retry-after", header).retryAfter()).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void readsRetryDatesRelativeToAnObsoleteDate(String date) {
        assertThat(with("date", date, "retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"50, 50", "51, -49"})
    void readsAYearOfTwoDigitsAsAtMostFiftyYearsInTheFuture(int years, int expected) {
        LocalDate now = LocalDate.now(ZoneOffset.UTC).withDayOfYear(1);
        LocalDate then = now.plusYears(expected);
        String text = DateTimeFormatter.ofPattern("EEEE, dd-MMM-", Locale.US).format(then)
                + DateTimeFormatter.ofPattern("uu").format(now.plusYears(years));
        String epoch = "Mon, 01 Jan 1900 00:00:00 GMT";
        assertThat(with("date", epoch, "retry-after", text + " 00:00:00 GMT").retryAfter())
                .isEqualTo(Duration.between(LocalDate.of(1900, 1, 1).atStartOfDay(), then.atStartOfDay()));
    }

    @Test
    void prefersMillisecondsToSeconds() {
        assertThat(with("retry-after", "2", "retry-after-ms", "1500").retryAfter())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(with("retry-after", "2", "retry-after-ms", "-1").retryAfter())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void ignoresConflictingValues() {
        assertThat(with("retry-after", "1", "Retry-After", "2").retryAfter()).isNull();
    }

    @Test
    void ignoresARetryDateWithoutADateHeader() {
        assertThat(with("retry-after", DATE).retryAfter()).isNull();
        assertThat(with("retry-after", DATE, "date", "today").retryAfter()).isNull();
    }
}
