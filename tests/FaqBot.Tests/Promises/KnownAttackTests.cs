using System.Reflection;
using FaqBot.Tests.BotFramework;
using FaqBot.Tests.Caching;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Embedding;
using FaqBot.Tests.EndpointKeys;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Limits;
using FaqBot.Tests.Page;
using FaqBot.Tests.QnaMaker;
using FaqBot.Tests.Reloading;

namespace FaqBot.Tests.Promises;

/// <summary>Each attack on the service's doors that is known has tests by whose names they are found.</summary>
public sealed class KnownAttackTests
{
    private static readonly KnownAttack[] Attacks =
    [
        new("service URL spoofing",
            Of<TokenTests>(nameof(TokenTests.Wrong_token_is_refused_and_nobody_is_called)),
            Of<TokenTests>(nameof(TokenTests.Validated_service_url_that_is_plain_http_elsewhere_is_refused)),
            Of<ConnectorTests>(nameof(ConnectorTests.Redirect_is_not_followed_with_the_token))),
        new("unendorsed channel",
            Of<TokenTests>(nameof(TokenTests.Channel_without_endorsement_is_refused)),
            Of<CloudTests>(nameof(CloudTests.Key_without_endorsements_signs_for_no_channel)),
            Of<CloudTests>(nameof(CloudTests.Key_that_lacks_the_channel_or_a_required_endorsement_is_refused))),
        new("algorithm confusion and unsigned tokens",
            Of<TokenTests>(nameof(TokenTests.Wrong_token_is_refused_and_nobody_is_called)),
            Of<AttackTests>(nameof(AttackTests.Algorithm_confusion_and_changed_claims_give_no_token))),
        new("list of issuers that grows",
            Of<CloudTests>(nameof(CloudTests.Tenants_that_tokens_name_do_not_grow_the_list)),
            Of<CloudTests>(nameof(CloudTests.Key_of_another_tenants_issuer_signs_no_token_of_this_one))),
        new("token replay",
            Of<AttackTests>(nameof(AttackTests.Token_replay_elsewhere_is_refused)),
            Of<BotFramework.ConversationTests>(nameof(BotFramework.ConversationTests.Activity_sent_again_gets_the_same_reply)),
            Of<TokenTests>(nameof(TokenTests.Neither_tokens_nor_secret_nor_texts_are_logged)),
            Of<SecretLogTests>(nameof(SecretLogTests.No_door_lets_secrets_or_texts_into_the_log_or_an_error))),
        new("user forgery in Direct Line",
            Of<AttackTests>(nameof(AttackTests.User_forgery_is_undone_by_the_token)),
            Of<AttackTests>(nameof(AttackTests.User_forgery_without_a_user_in_the_token_is_refused))),
        new("secret in the browser", Of<AttackTests>(nameof(AttackTests.Secret_in_browser_opens_nothing))),
        new("stored cross-site scripting in answers",
            Of<HostileAnswerTests>(nameof(HostileAnswerTests.Payloads_run_nowhere_and_are_shown_as_text))),
        new("huge body and long question",
            Of<RouteErrorTests>(nameof(RouteErrorTests.Body_over_the_limit_is_refused_by_its_stated_length)),
            Of<RouteErrorTests>(nameof(RouteErrorTests.Body_over_the_limit_is_refused_without_a_stated_length)),
            Of<RequestFaultTests>(nameof(RequestFaultTests.Question_is_limited_in_characters_however_they_are_written)),
            Of<RequestFaultTests>(nameof(RequestFaultTests.Body_of_nothing_but_brackets_is_refused_at_once)),
            Of<TokenTests>(nameof(TokenTests.Nesting_without_end_and_huge_bodies_are_refused)),
            Of<AttackTests>(nameof(AttackTests.Huge_body_is_refused_before_it_is_read)),
            Of<EveryDoorTests>(nameof(EveryDoorTests.Bad_requests_of_every_route_get_json)),
            Of<StreamTests>(nameof(StreamTests.Oversized_frame_closes_the_stream_with_1009))),
        new("slow client",
            Of<ConnectionTests>(nameof(ConnectionTests.Slow_headers_end_after_the_time_for_all_of_them)),
            Of<ConnectionTests>(nameof(ConnectionTests.Slow_body_is_refused_with_a_problem)),
            Of<StreamTests>(nameof(StreamTests.Slow_client_that_answers_no_ping_is_given_up_and_resumes_by_its_watermark))),
        new("flood",
            Of<RateTests>(nameof(RateTests.Address_beyond_its_rate_is_refused_in_each_apis_own_shape)),
            Of<RateTests>(nameof(RateTests.Forwarded_address_of_a_stranger_is_not_believed)),
            Of<ConnectionTests>(nameof(ConnectionTests.Connections_beyond_their_number_are_closed_and_room_is_made_again)),
            Of<StreamTests>(nameof(StreamTests.Flood_of_frames_closes_the_stream_with_1008))),
        new("Unicode tricks", Of<AttackTests>(nameof(AttackTests.Unicode_tricks_do_not_break_the_stream))),
        new("cache poisoning and hits of others",
            Of<SharedCacheTests>(nameof(SharedCacheTests.Replies_that_differ_in_anything_do_not_share_a_ranking))),
        new("tampering with a shared Redis", Of<RedisFaultTests>(nameof(RedisFaultTests.Rubbish_under_its_keys_is_not_believed))),
        new("mismatch of model and index",
            Of<PublicationTests>(nameof(PublicationTests.Version_of_another_model_is_refused_and_the_old_one_answers))),
        new("reload as denial of service",
            Of<AdminKeyTests>(nameof(AdminKeyTests.Reload_needs_the_configured_key)),
            Of<SingleFlightTests>(nameof(SingleFlightTests.Concurrent_reloads_are_served_by_few_loads))),
        new("open cross-origin access",
            Of<AttackTests>(nameof(AttackTests.Widget_open_CORS_other_sites_are_refused)),
            Of<ApiKeyTests>(nameof(ApiKeyTests.Named_site_may_call_from_a_browser_and_another_may_not)),
            Of<RateTests>(nameof(RateTests.Right_keys_and_tokens_have_counts_of_their_own_and_wrong_ones_have_not))),
        new("poisoning of active learning",
            Of<TrainTests>(nameof(TrainTests.Active_learning_poisoning_changes_no_answer_and_fills_no_table))),
        new("timing of key comparison",
            Of<KeyComparisonTests>(nameof(KeyComparisonTests.Keys_are_compared_in_constant_time_only)),
            Of<AttackTests>(nameof(AttackTests.Timing_of_key_comparison_tells_nothing_and_wrong_keys_are_all_alike)),
            Of<EndpointKeyTests>(nameof(EndpointKeyTests.Running_service_follows_rotation_and_revocation_within_a_second)),
            Of<EndpointKeyTests>(nameof(EndpointKeyTests.Database_holds_no_key))),
    ];

    public static TheoryData<string> Names => [.. Attacks.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Attack_has_tests_that_run(string name)
    {
        KnownAttack attack = Attacks.Single(one => one.Name == name);
        Assert.NotEmpty(attack.Tests);
        Assert.All(attack.Tests, test =>
        {
            FactAttribute? fact = test.Type.GetMethod(test.Method)?.GetCustomAttributes<FactAttribute>().FirstOrDefault();
            Assert.True(fact is { Skip: null }, $"{test.Type.Name}.{test.Method} does not run.");
        });
    }

    private static Promise Of<T>(string method) => new(typeof(T), method);
}
