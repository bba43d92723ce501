// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.ApiException;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.CredentialException;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.QueueFullException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.testkit.results.Failures;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One failure of each kind, and what their serialized forms consist of. */
final class SerializedFailures {

    /** Without causes of foreign classes. */
    static final List<Exception> ALL = List.of(
            Failures.api(ApiException.Kind.RATE_LIMIT, 429, "Slow down"),
            Failures.timeout(Timeout.TOTAL, Duration.ofSeconds(1)),
            Failures.network(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT),
            new CallbackRejectedException(new RuntimeException("full"), null, null, List.of()),
            new ClientClosedException(null, null, List.of()),
            new CredentialException(new RuntimeException("none"), List.of()),
            new InvalidRequestException(
                    ServerProfile.compatible(), List.of(new Violation("n", "must be 1 or more", "0", "raise it"))),
            new InvalidRequestException(
                    ServerProfile.compatible(),
                    List.of(
                            new Violation("n", "must be 1 or more", "0", "raise it"),
                            new Violation("echo", "is not supported", null, "omit it"),
                            new Violation("suffix", "is not supported", null, "omit it"))),
            new MalformedResponseException("It has no choices", null, ResponseInfo.unknown(), null),
            new QueueFullException(1, 1),
            new TruncatedStreamException("The stream ended", null, ResponseInfo.unknown(), null));

    private SerializedFailures() {}

    /** Returns the names of all classes in the serialized forms, those of the JDK included. */
    static Set<String> classes() throws IOException {
        Set<String> names = new TreeSet<>();
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream()) {
            @Override
            protected void annotateClass(Class<?> type) {
                names.add(type.getTypeName());
            }
        }) {
            for (Exception failure : ALL) {
                out.writeObject(failure);
            }
        }
        return names;
    }

    /** Serializes a failure and reads it again. */
    static Object copyOf(Exception failure) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
