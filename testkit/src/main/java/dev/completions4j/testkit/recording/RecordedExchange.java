// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import java.util.List;

/**
 * A request, and the signals that the transport reported for its response.
 *
 * @param signals the signals in order
 */
record RecordedExchange(RecordedRequest request, List<RecordedSignal> signals) {

    RecordedExchange {
        signals = List.copyOf(signals);
    }
}
