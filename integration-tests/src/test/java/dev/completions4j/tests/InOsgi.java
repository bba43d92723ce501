// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Runs {@link OsgiApplication} in an OSGi framework, whose bundles see only each other and the JDK. */
final class InOsgi {

    private InOsgi() {}

    /** What the lines of the result begin with. */
    static final String RESULT = "result: ";

    /**
     * Prints a line for each group of bundles that it starts: what the application returns then, or why it fails.
     * Arguments: a folder for the framework, the application's bundle, the two arguments of its method
     * {@code stream}, and the groups of bundles, each as a class path.
     */
    public static void main(String[] arguments) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, arguments[0]));
        framework.start();
        try {
            Bundle application = install(framework.getBundleContext(), arguments[1]);
            for (String group : List.of(arguments).subList(4, arguments.length)) {
                start(framework.getBundleContext(), group);
                System.out.println(RESULT + call(application, arguments[2], arguments[3]));
            }
        } catch (BundleException unresolved) {
            System.out.println(RESULT + unresolved.getMessage());
        } finally {
            framework.stop();
            framework.waitForStop(20_000);
        }
    }

    private static Object call(Bundle application, String... arguments) throws ReflectiveOperationException {
        try {
            return application
                    .loadClass(OsgiApplication.class.getName())
                    .getMethod("stream", String.class, String.class)
                    .invoke(null, (Object[]) arguments);
        } catch (InvocationTargetException failed) {
            return failed.getCause();
        }
    }

    private static void start(BundleContext context, String group) throws BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (String entry : group.split(File.pathSeparator, -1)) {
            installed.add(install(context, entry));
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    /** Installs a jar or a folder, where it is. */
    private static Bundle install(BundleContext context, String entry) throws BundleException {
        return context.installBundle("reference:" + Path.of(entry).toUri());
    }
}
