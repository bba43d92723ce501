// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.EventRequest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Runs a program with the JDK's debugger, and records which of its calls work by name. */
final class ReflectionRecorder {

    /**
     * A call by name.
     *
     * @param caller the class that calls
     * @param method the name of the method of {@code Class} or {@code ClassLoader}
     * @param subject the class whose members are looked for, or the name that is
     */
    record Use(String caller, String method, String subject) {}

    /** A class looks for resources by its class loader. */
    private static final Map<String, Set<String>> RECORDED = Map.of(
            "java.lang.Class",
            Set.of(
                    "forName",
                    "getConstructor",
                    "getConstructors",
                    "getDeclaredConstructor",
                    "getDeclaredConstructors",
                    "getDeclaredField",
                    "getDeclaredFields",
                    "getDeclaredMethod",
                    "getDeclaredMethods",
                    "getField",
                    "getFields",
                    "getMethod",
                    "getMethods"),
            "java.lang.ClassLoader",
            Set.of("getResource", "getResourceAsStream", "getResources"));

    private ReflectionRecorder() {}

    /** Runs a program to its end and returns the calls by name that a prefix of names concerns: as caller or subject. */
    static Set<Use> record(List<String> classPath, Class<?> main, String prefix) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("main").setValue(main.getName());
        arguments.get("options").setValue("-cp \"" + String.join(File.pathSeparator, classPath) + "\"");
        VirtualMachine machine = connector.launch(arguments);
        for (InputStream output :
                List.of(machine.process().getInputStream(), machine.process().getErrorStream())) {
            new Thread(() -> discard(output), "output").start();
        }
        RECORDED.forEach((type, methods) -> machine.classesByName(type)
                .forEach(found -> found.methods().stream()
                        .filter(method -> methods.contains(method.name()) && !method.isNative())
                        .forEach(method -> breakAt(machine, method))));
        Set<Use> uses = new TreeSet<>(Comparator.comparing(Use::toString));
        for (EventSet events = machine.eventQueue().remove();
                ;
                events = machine.eventQueue().remove()) {
            for (Event event : events) {
                if (event instanceof VMDisconnectEvent) {
                    return uses;
                }
                if (event instanceof BreakpointEvent reached) {
                    Use use = use(reached);
                    if (use.caller().startsWith(prefix) || use.subject().startsWith(prefix)) {
                        uses.add(use);
                    }
                }
            }
            events.resume();
        }
    }

    private static void breakAt(VirtualMachine machine, Method method) {
        EventRequest request = machine.eventRequestManager().createBreakpointRequest(method.location());
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.enable();
    }

    private static Use use(BreakpointEvent reached) throws IncompatibleThreadStateException {
        Method method = reached.location().method();
        List<StackFrame> frames = reached.thread().frames();
        String caller = frames.stream()
                .map(frame -> frame.location().declaringType().name())
                .filter(type -> !RECORDED.containsKey(type))
                .findFirst()
                .orElse("");
        StackFrame frame = frames.get(0);
        List<Value> values = frame.getArgumentValues();
        boolean named = method.name().equals("forName") || method.name().startsWith("getResource");
        String subject = named
                ? values.get(0) instanceof StringReference name ? name.value() : ""
                : frame.thisObject() instanceof ClassObjectReference type
                        ? type.reflectedType().name()
                        : "";
        return new Use(caller, method.name(), subject);
    }

    private static void discard(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The program has ended.
        }
    }
}
