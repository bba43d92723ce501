package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who uses the fakes only needs neither JUnit nor AssertJ. */
class FakesAloneTest {

    @Test
    void needNeitherJUnitNorAssertJ() throws Exception {
        List<String> path = ChildJvm.classPath(FakesAloneTest::isNoTestLibrary);

        String output = ChildJvm.run("-cp", String.join(File.pathSeparator, path), FakesAlone.class.getName());

        assertThat(output.lines())
                .containsSubsequence("JUnit: false", "AssertJ: false", "script: , world", "server: , there");
    }

    private static boolean isNoTestLibrary(String entry) {
        String name = new File(entry).getName();
        return !name.startsWith("junit-") && !name.startsWith("assertj-");
    }
}
