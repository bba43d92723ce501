// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;

/** A signal that a transport reported for a response, and its time. */
sealed interface RecordedSignal {

    /** Returns the time in microseconds since the request was sent. */
    long micros();

    /** Sends this signal on an exchange. */
    void replayOn(FakeExchange exchange);

    record Head(long micros, ResponseHead head) implements RecordedSignal {

        @Override
        public void replayOn(FakeExchange exchange) {
            exchange.head(head);
        }
    }

    record Data(long micros, Bytes bytes) implements RecordedSignal {

        @Override
        public void replayOn(FakeExchange exchange) {
            exchange.data(bytes.toArray());
        }
    }

    record Complete(long micros) implements RecordedSignal {

        @Override
        public void replayOn(FakeExchange exchange) {
            exchange.complete();
        }
    }

    record Failure(long micros, TransportException.Kind kind, RequestProgress progress) implements RecordedSignal {

        @Override
        public void replayOn(FakeExchange exchange) {
            exchange.fail(new TransportException(
                    kind,
                    progress,
                    "The exchange with " + exchange.request().host() + " failed when it was recorded",
                    null));
        }
    }
}
