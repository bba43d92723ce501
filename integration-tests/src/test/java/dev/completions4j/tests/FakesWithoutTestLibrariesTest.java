// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that use only the fakes require neither JUnit nor AssertJ. */
class FakesWithoutTestLibrariesTest {

    @Test
    void workWithoutJUnitAndAssertJ() throws Exception {
        List<String> path = ChildJvm.classPath(FakesWithoutTestLibrariesTest::isNotTestLibrary);

        String output =
                ChildJvm.run("-cp", String.join(File.pathSeparator, path), FakesWithoutTestLibraries.class.getName());

        assertThat(output.lines())
                .containsSubsequence("JUnit: false", "AssertJ: false", "script: , world", "server: , there");
    }

    @Test
    void workWithoutThemOnTheModulePath(@TempDir Path folder) throws Exception {
        Path application = Jars.ofClass(folder.resolve("application.jar"), FakesWithoutTestLibraries.class);
        List<String> path = TransportSelectionTest.libraries("jdk");
        path.add(application.toString());

        String output = ChildJvm.run(
                "--module-path",
                String.join(File.pathSeparator, path),
                "--add-modules",
                "dev.completions4j.core,dev.completions4j.testkit",
                "--module",
                "application/" + FakesWithoutTestLibraries.class.getName());

        assertThat(output.lines())
                .containsSubsequence("JUnit: false", "AssertJ: false", "script: , world", "server: , there");
    }

    private static boolean isNotTestLibrary(String entry) {
        String name = new File(entry).getName();
        return !name.startsWith("junit-") && !name.startsWith("assertj-");
    }
}
