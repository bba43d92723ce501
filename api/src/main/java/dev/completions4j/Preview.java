// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a part of the API that may change incompatibly, or be removed, in any release.
 *
 * <p>A mark on a type covers its members and nested types. Everything public that is neither marked nor in a package
 * named {@code internal} stays compatible within a major version.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
public @interface Preview {}
