    [Fact]
    public async Task Defaulting_its_own_result_changes_nothing()
    {
        var webhook = new __Kind__Webhook();
        var metadata = new V1ObjectMeta { Name = "one" };
        var once = await webhook.DefaultAsync(__newModel__, null!, TestContext.Current.CancellationToken);
        Assert.Equivalent(once, await webhook.DefaultAsync(once, null!, TestContext.Current.CancellationToken));
    }
