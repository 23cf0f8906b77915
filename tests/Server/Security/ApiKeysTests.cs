using Bellwether.Server.Security;

namespace Bellwether.Server.Tests.Security;

public sealed class ApiKeysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bellwether-keys-");

    private string FilePath => Path.Combine(_folder.FullName, "keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_key_is_shown_once_and_stored_as_a_hash_in_a_file_of_the_owner_alone()
    {
        var keys = new ApiKeys(FilePath, TimeProvider.System);
        var plain = keys.Create(ApiRole.Operate, "till 7");
        Assert.Matches("^bw_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$", plain);
        Assert.DoesNotContain(plain[12..], File.ReadAllText(FilePath), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        var listed = Assert.Single(keys.List());
        Assert.Equal(("till 7", ApiRole.Operate, plain[3..11]), (listed.Name, listed.Role, listed.Id));
    }

    [Fact]
    public void Names_are_unique_until_revoked_and_keys_differ()
    {
        var keys = new ApiKeys(FilePath, TimeProvider.System);
        var first = keys.Create(ApiRole.Predict, "a");
        Assert.Throws<ArgumentException>(() => keys.Create(ApiRole.Predict, "a"));
        Assert.Throws<ArgumentException>(() => keys.Create(ApiRole.Predict, " "));
        Assert.Throws<ArgumentException>(() => keys.Create(ApiRole.Predict, "b", DateTimeOffset.UnixEpoch));
        Assert.True(keys.Revoke("a"));
        Assert.False(keys.Revoke("a"));
        Assert.NotEqual(first, keys.Create(ApiRole.Predict, "a"));
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
            return;
        var keys = new ApiKeys(FilePath, TimeProvider.System);
        keys.Create(ApiRole.Predict, "a");
        File.SetUnixFileMode(FilePath, File.GetUnixFileMode(FilePath) | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<ServerRefusedException>(() => keys.List()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"keys\":[{}]}")]
    [InlineData("{\"keys\":[{\"id\":\"x\",\"name\":\"n\",\"role\":\"king\",\"created\":\"2026-01-01T00:00:00Z\",\"algorithm\":\"sha256\",\"salt\":\"\",\"hash\":\"\"}]}")]
    [InlineData("{\"keys\":[{\"id\":\"x\",\"name\":\"n\",\"role\":\"admin\",\"created\":\"2026-01-01T00:00:00Z\",\"algorithm\":\"sha256\",\"salt\":\"\",\"hash\":\"\"}]}")]
    [InlineData("{\"keys\":[{\"id\":\"x\",\"name\":\"n\",\"role\":\"admin\",\"created\":\"2026-01-01T00:00:00Z\",\"algorithm\":\"md5\",\"salt\":\"\",\"hash\":\"\"}]}")]
    public void A_file_that_is_none_of_ours_is_refused_by_name(string content)
    {
        File.WriteAllText(FilePath, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains(FilePath, Assert.Throws<ServerRefusedException>(() => new ApiKeys(FilePath, TimeProvider.System).List()).Message, StringComparison.Ordinal);
    }
}
