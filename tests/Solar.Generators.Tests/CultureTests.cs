using System.Collections.Generic;
using System.Globalization;
using Solar.Generators.Tests.Inputs;
using Xunit;

namespace Solar.Generators.Tests;

public class CultureTests
{
    public static TheoryData<string> Inputs => new(SnapshotInputs.All.Keys);

    /// <summary>A compiler in Finland writes the same bytes. (Its minus sign once got into the code that another generator emitted.)</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public void OtherCulture_EmitsTheSame(string input)
    {
        IReadOnlyList<(string, string)> expected = SnapshotInputs.All[input].Run().Files;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Made by hand, for the machine may have no cultures installed.
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat = { NegativeSign = "−", NumberDecimalSeparator = ",", NumberGroupSeparator = "\u00a0" },
            };

            Assert.Equal(expected, SnapshotInputs.All[input].Run().Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
