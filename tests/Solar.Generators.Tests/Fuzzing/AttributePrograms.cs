using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>
/// Makes C# classes with our attributes, which are found by reflection: their constructors and properties get random values of the right type, and now and
/// then of a wrong one, on classes of every kind, some of which no attribute may stand on.
/// </summary>
internal sealed class AttributePrograms(int seed)
{
    private static readonly Type[] Attributes =
    [
        .. typeof(LlamaAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract)
            .Where(type => type.GetCustomAttribute<AttributeUsageAttribute>() is not { } usage || usage.ValidOn.HasFlag(AttributeTargets.Class))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    private static readonly string[] Names =
        ["A", "B", "C", "D", "E", "F", "Größe", "名前", "@class", "Tensor", "Module", "Placement", "_", "a\u0301", "X1", "Bench", "forward", "Load", "A_B", "Ab", "aB"];

    private static readonly string[] Kinds =
    [
        "public class {0};", "public static partial class {0};", "public abstract partial class {0};", "public partial struct {0};", "public partial record {0};",
        "public partial class {0}<T>;", "public partial class {0}(int a);", "public partial class {0} : System.Exception;", "file partial class {0};", "public partial interface {0};",
        "public partial class Outer {{ private partial class {0}; }}", "public class Closed {{ public partial class {0}; }}", "public partial class Outer {{ {{ internal sealed partial class {0}; }}",
        "public partial class Outer<T> {{ public partial class {0}; }}", "public partial class {0} {{ public int Load; public class LayerCount; }}", "public partial class {0} {{",
        "public enum {0} {{ One }}", "public delegate void {0}();", "protected partial class {0};", "public partial class",
    ];

    private static readonly string[] Integers =
    [
        "0", "-1", "1", "2", "3", "4", "8", "16", "32", "64", "128", "512", "4096", "2_000_000_000", "int.MaxValue", "int.MinValue", "long.MaxValue", "long.MinValue", "int.MaxValue + 1", "1 / 0",
        "Missing.Count", "A.LayerCount", "'x'", "0x7fff_ffff", "checked(1 + 1)",
    ];

    private static readonly string[] Reals =
    [
        "0", "0.5", "1", "-1", "1e-5", "1e308", "-1e308", "double.NaN", "double.PositiveInfinity", "double.NegativeInfinity", "double.Epsilon", "-0.0", "1e999", "0.1f", "1m", "2e-400",
    ];

    private static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"..\"", "\"0..2\"", "\"^1..\"", "\"5..3\"", "\"0..2000000000\"", "\"linear\"", "\"silu\"", "\"default\"", "\"a/b\"", "\"config.json\"", "\"\\0\"", "\"\\uD800\"", "\"名前\"", "\"{\"",
        "\"\\n\\\"\"", "null", "nameof(A)", "$\"Upscale({nameof(A)}, dropTop: 1, dropBottom: 1)\"", "\"Upscale(Upscale(A, 1, 1), dropTop: 1, dropBottom: 0)\"", "\"Layers(A[0..1], B[0..])\"", "\"A + B\"",
        "\"Repeat(A, 2000000000)\"", "\"Upscale(A, copies: 2000000000)\"", "Missing.Text", "$\"{1}\"", "\"\"\"raw\"\"\"", "@\"c:\\\"",
    ];

    private static readonly string[] Types =
    [
        "typeof(A)", "typeof(A)", "typeof(B)", "typeof(C)", "typeof(D)", "typeof(E)", "typeof(F)", "typeof(名前)", "typeof(int)", "typeof(string[])", "typeof(A[])", "typeof(Missing)", "typeof(Bench.A)",
        "typeof(global::A)", "typeof(System.Collections.Generic.List<>)", "typeof(System.Collections.Generic.List<A>)", "typeof(Missing<A>)", "typeof(void)", "typeof(dynamic)", "typeof(A*)", "typeof()",
        "null", "default", "typeof(Outer.A)", "typeof((int, A))", "typeof(Y0)", "\"A\"", "typeof(Tensor)", "typeof(@class)",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A file of so many classes.</summary>
    public string Next(int classes)
    {
        var code = new StringBuilder(Pick(["using Solar;\n", "using Solar;\nnamespace Bench;\n", "using Solar;\nusing Solar.Runtime;\nusing L = Solar.LlamaAttribute;\nnamespace Bench.Inner;\n"]));
        for (int i = 0; i < classes; i++)
        {
            AddClass(code, i);
        }

        return code.ToString();
    }

    private void AddClass(StringBuilder code, int i)
    {
        string name = i < 6 ? Names[i] : Rare(8) ? Pick(Names) : "Z" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (int count = Rare(3) ? _random.Next(2, 4) : 1; count > 0; count--)
        {
            code.Append('[').Append(AttributeOf(Pick(Attributes))).Append("]\n");
        }

        code.Append(Rare(6) ? string.Format(System.Globalization.CultureInfo.InvariantCulture, Pick(Kinds), name) : $"public partial class {name};").Append('\n');
    }

    private string AttributeOf(Type attribute)
    {
        var arguments = new List<string>();
        ConstructorInfo constructor = Pick(attribute.GetConstructors());
        foreach (ParameterInfo parameter in constructor.GetParameters())
        {
            if (parameter.IsOptional && Rare(2))
            {
                continue;
            }

            bool isParams = parameter.IsDefined(typeof(ParamArrayAttribute));
            string value = isParams && !Rare(4)
                ? string.Join(", ", Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Value(parameter.ParameterType.GetElementType()!)))
                : Value(parameter.ParameterType);
            if (value.Length > 0)
            {
                arguments.Add(!isParams && (parameter.IsOptional || Rare(4)) ? $"{parameter.Name}: {value}" : value);
            }
        }

        PropertyInfo[] properties = [.. attribute.GetProperties().Where(property => property.SetMethod is { IsPublic: true })];
        foreach (PropertyInfo property in properties.OrderBy(_ => _random.Next()).Take(_random.Next(0, Math.Min(6, properties.Length) + 1)))
        {
            arguments.Add($"{property.Name} = {Value(property.PropertyType)}");
        }

        if (Rare(40) && arguments.Count > 0)
        {
            arguments.Add(arguments[0]);
        }

        string name = attribute.Name[..^nameof(Attribute).Length];
        string generic = attribute.IsGenericTypeDefinition ? "<A>" : "";
        return arguments.Count == 0 ? name + generic : $"{name}{generic}({string.Join(", ", arguments)})";
    }

    private string Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Rare(25))
        {
            return Pick([Pick(Integers), Pick(Reals), Pick(Texts), Pick(Types), "true", "default", "new[] { 1 }", "[]", "[typeof(A)]", "default!"]);
        }

        return type switch
        {
            { IsArray: true } => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Value(type.GetElementType()!)))}]",
            { IsEnum: true } => Rare(8) ? $"({type.Name})99" : $"{type.Name}.{Pick(Enum.GetNames(type))}",
            _ when type == typeof(bool) => Pick(["true", "false"]),
            _ when type == typeof(string) => Pick(Texts),
            _ when type == typeof(Type) => Pick(Types),
            _ when type == typeof(double) || type == typeof(float) => Rare(3) ? Pick(Integers) : Pick(Reals),
            _ when type == typeof(object) => Pick([Pick(Integers), Pick(Reals), Pick(Texts), Pick(Types)]),
            _ => Pick(Integers),
        };
    }

    private bool Rare(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
