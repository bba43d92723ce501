// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@link OneCompletion} like an application server that stops and restarts an application: twice, each time with a
 * new class loader, which must be collected after the application has closed its clients.
 */
final class Redeployment {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(25);

    private Redeployment() {}

    /** Arguments: the shared class path of applications, and the class path of the application. */
    public static void main(String[] arguments) throws Exception {
        ClassLoader shared =
                new URLClassLoader(InClassLoaders.urls(arguments[0]), ClassLoader.getPlatformClassLoader());
        List<WeakReference<ClassLoader>> stopped = new ArrayList<>();
        stopped.add(run(shared, arguments[1]));
        stopped.add(run(shared, arguments[1]));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (stopped.stream().anyMatch(loader -> loader.get() != null) && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        System.out.println("class loaders left: "
                + stopped.stream().filter(loader -> loader.get() != null).count());
    }

    private static WeakReference<ClassLoader> run(ClassLoader shared, String own) throws Exception {
        try (URLClassLoader application = new URLClassLoader(InClassLoaders.urls(own), shared)) {
            Thread.currentThread().setContextClassLoader(application);
            Method main = application.loadClass(OneCompletion.class.getName()).getMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
            return new WeakReference<>(application);
        } finally {
            Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
        }
    }
}
