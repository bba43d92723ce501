// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.InvalidRequestException.Violation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which properties of exceptions survive serialization. */
class ExceptionSerializationTest {

    @Test
    void keepsTheViolationsOfARequest() throws Exception {
        Violation violation = new Violation("n", "must be 1 or more", "0", "raise it");
        InvalidRequestException failure = new InvalidRequestException(ServerProfile.compatible(), List.of(violation));

        assertThat(copyOf(failure)).isInstanceOfSatisfying(InvalidRequestException.class, copy -> {
            assertThat(copy.violations()).containsExactly(violation);
            assertThat(copy).hasMessage(failure.getMessage());
        });
    }

    @Test
    void keepsTheServersErrorWithoutTheBody() throws Exception {
        ApiError error = new ApiError("Slow down", "rate_limit", null, null, "{\"prompt\": \"private\"}");
        ApiException failure = new ApiException(ApiException.Kind.RATE_LIMIT, error, ResponseInfo.unknown(), null);

        assertThat(copyOf(failure)).isInstanceOfSatisfying(ApiException.class, copy -> {
            assertThat(copy.error()).isEqualTo(new ApiError("Slow down", "rate_limit", null, null, ""));
            assertThat(copy.kind()).isEqualTo(ApiException.Kind.RATE_LIMIT);
            assertThat(copy.response()).isNull();
        });
    }

    @Test
    void omitsTheExcerptOfAMalformedResponse() throws Exception {
        MalformedResponseException failure =
                new MalformedResponseException("It has no choices", null, ResponseInfo.unknown(), null, "private");
        assertThat(failure.excerpt()).isEqualTo("private");

        assertThat(copyOf(failure)).isInstanceOfSatisfying(MalformedResponseException.class, copy -> {
            assertThat(copy.excerpt()).isNull();
            assertThat(copy).hasMessage("It has no choices");
        });
    }

    private static Object copyOf(Exception exception) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
