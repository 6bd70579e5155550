using System.Linq;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.Rules;

public class RuleSpanTests
{
    public static TheoryData<string> Examples => new(RuleExample.All.Select(example => example.ToString()));

    /// <summary>One mistake is one diagnostic, at the smallest token, and C# adds nothing, thanks to the stubs.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void BrokenRule_IsOneDiagnosticAtItsToken(string name)
    {
        RuleExample example = RuleExample.All.Single(candidate => candidate.ToString() == name);

        string[] messages = MarkedProgram.Verify(example.Program);

        Assert.True($"{example.Id}: {example.Message}" == string.Join("\n", messages), string.Join("\n", messages));
    }
}
