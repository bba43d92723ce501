// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * An upper bound for the CPU time per token, or per request, that a client uses relative to another client.
 *
 * @param scenario a prefix of the scenario's name
 * @param maxRatio the maximum multiple of the baseline's CPU time
 */
record Bound(String scenario, Client client, Client baseline, double maxRatio) {

    /** Returns false if the client exceeds the bound in a scenario; scenarios and clients that were not measured are ignored. */
    boolean holds(Medians medians) {
        return medians.scenarios().stream()
                .filter(name -> name.startsWith(scenario))
                .filter(name -> medians.clients(name).contains(client))
                .filter(name -> medians.clients(name).contains(baseline))
                .allMatch(name -> cpu(medians, name, client) <= maxRatio * cpu(medians, name, baseline));
    }

    private static double cpu(Medians medians, String scenario, Client client) {
        return medians.of(scenario, client, Measurement::cpuNanosPerText);
    }

    @Override
    public String toString() {
        return scenario + ": " + client + " uses more than " + maxRatio + " × " + baseline;
    }
}
