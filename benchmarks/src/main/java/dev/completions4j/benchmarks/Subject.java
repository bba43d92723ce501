// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/** A client in a scenario. */
record Subject(Scenario scenario, Client client) {

    /** Returns the median of a quantity; NaN if it was not measured. */
    double median(Quantity quantity, Medians medians) {
        return medians.contains(scenario.name(), client) ? medians.of(scenario.name(), client, quantity) : Double.NaN;
    }
}
