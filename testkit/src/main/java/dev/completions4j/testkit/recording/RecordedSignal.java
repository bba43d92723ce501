// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;

/** A signal that a transport gave for a response, and when. */
sealed interface RecordedSignal {

    /** Microseconds since the request was sent. */
    long micros();

    /** Tells it again. */
    void giveTo(FakeExchange exchange);

    record Head(long micros, ResponseHead head) implements RecordedSignal {

        @Override
        public void giveTo(FakeExchange exchange) {
            exchange.head(head);
        }
    }

    record Data(long micros, Bytes bytes) implements RecordedSignal {

        @Override
        public void giveTo(FakeExchange exchange) {
            exchange.data(bytes.toArray());
        }
    }

    record Complete(long micros) implements RecordedSignal {

        @Override
        public void giveTo(FakeExchange exchange) {
            exchange.complete();
        }
    }

    record Failure(long micros, TransportException.Kind kind, RequestProgress progress) implements RecordedSignal {

        @Override
        public void giveTo(FakeExchange exchange) {
            exchange.fail(new TransportException(
                    kind,
                    progress,
                    "The exchange with " + exchange.request().host() + " failed when it was recorded",
                    null));
        }
    }
}
