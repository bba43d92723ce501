// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** The fields of a test that the extension sets. */
final class FixtureFields {

    private FixtureFields() {}

    static void set(Object test, Fixture fixture) throws IllegalAccessException {
        for (Class<?> type = test.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (isSet(field)) {
                    field.setAccessible(true);
                    field.set(test, fixture.get(field.getType()));
                }
            }
        }
    }

    private static boolean isSet(Field field) {
        int modifiers = field.getModifiers();
        return Fixture.TYPES.contains(field.getType()) && !Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers);
    }
}
