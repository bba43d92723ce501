// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An application with a class loader of its own, which must be collected after the application has ended. */
final class Application {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Application() {}

    /** The class of the application: its method is on the stack of what it calls. */
    public static final class Main implements Consumer<Runnable> {

        @Override
        public void accept(Runnable task) {
            task.run();
        }
    }

    /**
     * Runs a task within an application, whose class loader is the context class loader meanwhile, and asserts that
     * nothing keeps that class loader afterwards.
     */
    static void assertForgotten(Runnable task) throws Exception {
        WeakReference<ClassLoader> ended = run(task);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (ended.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(ended.get()).isNull();
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> run(Runnable task) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL classes = Main.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new MainFirst(new URL[] {classes})) {
            Class<?> main = loader.loadClass(Main.class.getName());
            assertThat(main.getClassLoader()).isSameAs(loader);
            Thread.currentThread().setContextClassLoader(loader);
            ((Consumer<Runnable>) main.getConstructor().newInstance()).accept(task);
            return new WeakReference<>(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Loads the class of the application itself, and other classes from its parent. */
    private static final class MainFirst extends URLClassLoader {

        MainFirst(URL[] classes) {
            super(classes, Application.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Main.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
        }
    }
}
