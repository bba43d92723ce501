// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds cycles of class dependencies (Tarjan); nested classes count as their outermost class. */
final class ClassCycles {

    private final Map<String, Set<String>> known = new TreeMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> isOpen = new HashSet<>();
    private final List<Set<String>> cycles = new ArrayList<>();
    private int visited;

    private ClassCycles() {}

    /** Returns the maximal sets of at least two classes that depend on each other, directly or indirectly. */
    static List<Set<String>> in(JavaClasses classes) {
        ClassCycles search = new ClassCycles();
        for (JavaClass each : classes) {
            Set<String> targets = search.known.computeIfAbsent(outermost(each), name -> new TreeSet<>());
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (classes.contain(target.getName())) {
                    targets.add(outermost(target));
                }
            }
        }
        for (String each : search.known.keySet()) {
            if (!search.numbers.containsKey(each)) {
                search.visit(each);
            }
        }
        return search.cycles;
    }

    private int visit(String name) {
        int index = visited++;
        int low = index;
        numbers.put(name, index);
        open.push(name);
        isOpen.add(name);
        for (String next : known.getOrDefault(name, Set.of())) {
            if (!numbers.containsKey(next)) {
                low = Math.min(low, visit(next));
            } else if (isOpen.contains(next)) {
                low = Math.min(low, numbers.getOrDefault(next, index));
            }
        }
        if (low == index) {
            close(name);
        }
        return low;
    }

    /** Removes the open classes down to the one with which a cycle begins. */
    private void close(String first) {
        Set<String> cycle = new TreeSet<>();
        String taken;
        do {
            taken = open.pop();
            isOpen.remove(taken);
            cycle.add(taken);
        } while (!taken.equals(first));
        if (cycle.size() > 1) {
            cycles.add(cycle);
        }
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
