// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.lang.reflect.Constructor;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs two versions of the library in one JVM, each in a class loader of its own that does not see the other. */
final class SideBySide {

    private SideBySide() {}

    /** Arguments: the class path and the transport of one version, then those of the other. */
    public static void main(String[] arguments) throws Exception {
        try (URLClassLoader first = loader(arguments[0]);
                URLClassLoader second = loader(arguments[2])) {
            List<ClassLoader> contexts = Arrays.asList(first, second, ClassLoader.getSystemClassLoader(), null);
            for (ClassLoader context : contexts) {
                Thread.currentThread().setContextClassLoader(context);
                System.out.println("context " + contexts.indexOf(context));
                run(open(first, arguments[1]), open(second, arguments[3]));
            }
        }
    }

    /** Runs both while both are open, the first one also after the second one. */
    private static void run(Callable<?> first, Callable<?> second) throws Exception {
        for (Callable<?> client : List.of(first, second, first)) {
            System.out.println(client.call());
        }
        ((AutoCloseable) first).close();
        System.out.println(second.call());
        ((AutoCloseable) second).close();
    }

    private static URLClassLoader loader(String classPath) throws Exception {
        return new URLClassLoader(InClassLoaders.urls(classPath), ClassLoader.getPlatformClassLoader());
    }

    private static Callable<?> open(ClassLoader version, String transport) throws Exception {
        Constructor<?> constructor =
                version.loadClass(VersionedClient.class.getName()).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        return (Callable<?>) constructor.newInstance(transport);
    }
}
