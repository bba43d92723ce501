// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who uses the fakes only needs neither JUnit nor AssertJ. */
class FakesAloneTest {

    @Test
    void needNeitherJUnitNorAssertJ() throws Exception {
        List<String> path = ChildJvm.classPath(FakesAloneTest::isNoTestLibrary);

        String output = ChildJvm.run("-cp", String.join(File.pathSeparator, path), FakesAlone.class.getName());

        assertThat(output.lines())
                .containsSubsequence("JUnit: false", "AssertJ: false", "script: , world", "server: , there");
    }

    @Test
    void needNeitherOfThemOnTheModulePath(@TempDir Path folder) throws Exception {
        Path application = Jars.ofClass(folder.resolve("application.jar"), FakesAlone.class);
        List<String> path = TransportSelectionTest.libraries("jdk");
        path.add(application.toString());

        String output = ChildJvm.run(
                "--module-path",
                String.join(File.pathSeparator, path),
                "--add-modules",
                "dev.completions4j.core,dev.completions4j.testkit",
                "--module",
                "application/" + FakesAlone.class.getName());

        assertThat(output.lines())
                .containsSubsequence("JUnit: false", "AssertJ: false", "script: , world", "server: , there");
    }

    private static boolean isNoTestLibrary(String entry) {
        String name = new File(entry).getName();
        return !name.startsWith("junit-") && !name.startsWith("assertj-");
    }
}
