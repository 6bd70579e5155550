using System.Collections.Generic;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>Something that is wrong with a file as YAML.</summary>
/// <param name="Message">What is wrong, without full stop.</param>
/// <param name="Range">Where.</param>
internal sealed record YamlProblem(string Message, TextRange Range);

/// <summary>A file as far as it could be read.</summary>
/// <param name="Root">The root of its first document; null where the file is empty.</param>
/// <param name="SyntaxError">Where reading had to stop; null where it reached the end.</param>
/// <param name="Problems">What is wrong beside, in the order of the file.</param>
internal sealed record YamlTree(YamlNode? Root, YamlProblem? SyntaxError, IReadOnlyList<YamlProblem> Problems);
