using System;
using System.Globalization;
using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>What holds of the text of every emitted file.</summary>
public sealed class EmittedTextTests
{
    private static readonly EmitContext Context = new("1.2.3");

    public static TheoryData<string> Programs =>
        [nameof(SamplePrograms.Solar), nameof(SamplePrograms.Pipeline), nameof(SamplePrograms.Llama3Rope), nameof(SamplePrograms.Shapes), nameof(SamplePrograms.Broken)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void OtherCulture_GivesTheSameBytes(string program)
    {
        EmittedFile[] expected = Emit(program);

        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // fi-FI: a minus sign that is no hyphen, a decimal comma, and groups apart by a space that is no space. Spelled out,
            // since tests run without globalization data.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "\u2212";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NumberGroupSeparator = "\u00a0";
            CultureInfo.CurrentCulture = culture;

            Assert.Equal(expected, Emit(program));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Text_IsTidy(string program) => Assert.All(Emit(program), IsTidy);

    internal static void IsTidy(EmittedFile file)
    {
        Assert.DoesNotContain('\r', file.Text);
        Assert.DoesNotContain('\t', file.Text);
        Assert.EndsWith("\n", file.Text, StringComparison.Ordinal);
        Assert.False(file.Text.EndsWith("\n\n", StringComparison.Ordinal), file.HintName);
        string[] lines = file.Text.Split('\n');
        Assert.DoesNotContain(lines, line => line.EndsWith(' '));
        Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => pair.First.Length == 0 && pair.Second.Length == 0);
        Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => pair.First.EndsWith('{') && pair.Second.Length == 0);
        Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => pair.First.Length == 0 && pair.Second.Trim() is "}" or "};");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void HintNames_AreUniqueWhateverTheirCase(string program)
    {
        string[] names = [.. Emit(program).Select(file => file.HintName)];

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Version_StandsInTheAttribute() =>
        Assert.Contains("[GeneratedCode(\"Solar.Generators\", \"1.2.3\")]", Emit(nameof(SamplePrograms.Solar))[0].Text, StringComparison.Ordinal);

    private static EmittedFile[] Emit(string program)
    {
        JoinedProgram joined = program switch
        {
            nameof(SamplePrograms.Solar) => SamplePrograms.Solar(),
            nameof(SamplePrograms.Pipeline) => SamplePrograms.Pipeline(),
            nameof(SamplePrograms.Llama3Rope) => SamplePrograms.Llama3Rope(),
            nameof(SamplePrograms.Shapes) => SamplePrograms.Shapes(),
            _ => SamplePrograms.Broken(),
        };
        return [.. SourceEmitter.Emit(joined, Context), SourceEmitter.Catalog(joined, Context)];
    }
}
