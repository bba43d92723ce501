// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * How much CPU one client may take for each token, or request, beside another.
 *
 * @param scenario what the name of the scenario begins with
 * @param most times as much as the baseline takes
 */
record Bound(String scenario, Client client, Client baseline, double most) {

    /** False if the client takes more; a scenario or client that was not measured keeps it. */
    boolean isKept(Medians medians) {
        return medians.scenarios().stream()
                .filter(name -> name.startsWith(scenario))
                .filter(name -> medians.clients(name).contains(client))
                .filter(name -> medians.clients(name).contains(baseline))
                .allMatch(name -> cpu(medians, name, client) <= most * cpu(medians, name, baseline));
    }

    private static double cpu(Medians medians, String scenario, Client client) {
        return medians.of(scenario, client, Measurement::cpuNanosPerText);
    }

    @Override
    public String toString() {
        return scenario + ": " + client + " takes more than " + most + " × " + baseline;
    }
}
