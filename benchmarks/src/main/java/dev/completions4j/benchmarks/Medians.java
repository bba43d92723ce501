// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The middle of what was measured for each client in each scenario. */
final class Medians {

    private final Map<String, Map<Client, List<Measurement>>> measurements = new LinkedHashMap<>();

    Medians(List<Measurement> measurements) {
        for (Measurement each : measurements) {
            this.measurements
                    .computeIfAbsent(each.scenario(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(each.client(), client -> new ArrayList<>())
                    .add(each);
        }
    }

    Set<String> scenarios() {
        return measurements.keySet();
    }

    /** Those that were measured in that scenario. */
    Set<Client> clients(String scenario) {
        return Objects.requireNonNull(measurements.get(scenario)).keySet();
    }

    double of(String scenario, Client client, ToDoubleFunction<Measurement> value) {
        return median(Objects.requireNonNull(
                        Objects.requireNonNull(measurements.get(scenario)).get(client))
                .stream()
                .map(value::applyAsDouble)
                .toList());
    }

    /** The middle of some values; that between the two in the middle if their number is even. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
