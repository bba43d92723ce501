// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The medians of all measurements of each client in each scenario. */
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

    /** Returns the clients that were measured in the scenario. */
    Set<Client> clients(String scenario) {
        return Objects.requireNonNull(measurements.get(scenario)).keySet();
    }

    boolean contains(String scenario, Client client) {
        return measurements.getOrDefault(scenario, Map.of()).containsKey(client);
    }

    double of(String scenario, Client client, Quantity quantity) {
        return of(scenario, client, quantity::of);
    }

    double of(String scenario, Client client, ToDoubleFunction<Measurement> value) {
        return median(Objects.requireNonNull(
                        Objects.requireNonNull(measurements.get(scenario)).get(client))
                .stream()
                .map(value::applyAsDouble)
                .toList());
    }

    /** Returns the median; for an even number of values, the mean of the two in the middle. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
