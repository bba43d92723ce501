// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.Map;

/**
 * Everything that was measured.
 *
 * @param encodingRatios the time to encode a request as a multiple of a copy of its bytes, keyed by prompt
 */
record Results(Medians medians, Map<String, Double> encodingRatios) {

    static Results of(Medians medians) {
        return new Results(medians, Map.of());
    }
}
