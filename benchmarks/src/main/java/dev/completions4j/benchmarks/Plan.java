// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is measured: scenarios in order, and the clients in each of them. */
final class Plan {

    private final Map<Scenario, Set<Client>> clients = new LinkedHashMap<>();

    /** Adds the clients that speak the scenario's protocol. */
    Plan add(Scenario scenario, List<Client> more) {
        more.stream()
                .filter(each -> each.speaks(scenario.protocol()))
                .forEach(each -> clients.computeIfAbsent(scenario, absent -> new LinkedHashSet<>())
                        .add(each));
        return this;
    }

    /** Returns a plan in which all clients are measured in all scenarios. */
    static Plan of(List<Scenario> scenarios, List<Client> clients) {
        Plan plan = new Plan();
        scenarios.forEach(scenario -> plan.add(scenario, clients));
        return plan;
    }

    /** Returns a plan with some of the clients. */
    Plan filtered(Predicate<Client> chosen) {
        Plan plan = new Plan();
        clients.forEach((scenario, all) ->
                plan.add(scenario, all.stream().filter(chosen).toList()));
        return plan;
    }

    Set<Scenario> scenarios() {
        return clients.keySet();
    }

    Set<Client> clients(Scenario scenario) {
        return clients.getOrDefault(scenario, Set.of());
    }
}
