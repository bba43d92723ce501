// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import java.util.List;

/**
 * One request, and the signals that the transport gave for its response.
 *
 * @param signals in order
 */
record RecordedExchange(RecordedRequest request, List<RecordedSignal> signals) {

    RecordedExchange {
        signals = List.copyOf(signals);
    }
}
